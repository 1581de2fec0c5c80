using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Tries once more to take a booking back whose saga is paused, because a manager has sent its dead letter out again.</summary>
public sealed class TakeBackAgain(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, RunSagas runSagas, IClock clock) : IEffectHandler
{
    public string Kind => UndoLetter.Kind;

    public int MostAtOnce => 1;

    public async Task<EffectAnswer> DeliverAsync(Effect effect, CancellationToken cancellationToken)
    {
        Guid id = effect.BookingId!.Value;
        await writes.RunAsync(scope => BeginAsync(scope, id), cancellationToken);
        await runSagas.RunAsync(id, cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Saga saga = await db.Sagas.AsNoTracking().SingleAsync(each => each.Id == id, cancellationToken);
        return saga.Status switch
        {
            SagaStatus.Undone => new EffectAnswer.Delivered("Every step is taken back."),
            SagaStatus.Paused => new EffectAnswer.Refused(saga.Problem ?? "It could not be taken back."),
            SagaStatus.Undoing => new EffectAnswer.TryAgain(saga.Problem ?? "It is being taken back.", IsOutage: false),
            _ => new EffectAnswer.Pointless("The booking goes on; there is nothing to take back."),
        };
    }

    private async Task<bool> BeginAsync(WriteScope scope, Guid id)
    {
        if (await scope.Db.Sagas.SingleAsync(each => each.Id == id) is not { Status: SagaStatus.Paused } saga)
        {
            return false;
        }

        SagaRunner<BookingUnderway>.UndoAgain(saga, clock.GetCurrentInstant());
        await scope.Db.SaveChangesAsync();
        return true;
    }
}
