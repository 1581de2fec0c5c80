using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>Tries once more to send money back, because a manager has sent its dead letter out again. The refund's id is the key at the gateway, so it goes back once.</summary>
public sealed class RefundAgain(IWriteQueue writes, SendRefunds sendRefunds, IClock clock) : IEffectHandler
{
    public string Kind => RefundLetter.Kind;

    public int MostAtOnce => 1;

    public async Task<EffectAnswer> DeliverAsync(Effect effect, CancellationToken cancellationToken)
    {
        Guid id = RefundLetter.Read(effect.Payload).RefundId;
        await writes.RunAsync(scope => OpenAsync(scope, id), cancellationToken);
        Refund refund = await sendRefunds.RunAsync(id, cancellationToken);
        return refund.State switch
        {
            RefundState.Done => new EffectAnswer.Delivered("The gateway has taken it."),
            RefundState.NeedsPerson => new EffectAnswer.Refused(refund.Problem ?? "The refund failed."),
            _ => new EffectAnswer.TryAgain(refund.Problem ?? "The gateway has not taken it yet.", refund.DueAt, IsOutage: false),
        };
    }

    private async Task<bool> OpenAsync(WriteScope scope, Guid id)
    {
        if (await scope.Db.Refunds.SingleAsync(each => each.Id == id) is not { State: RefundState.NeedsPerson } refund)
        {
            return false;
        }

        (refund.State, refund.DueAt) = (RefundState.Pending, clock.GetCurrentInstant());
        await scope.Db.SaveChangesAsync();
        return true;
    }
}
