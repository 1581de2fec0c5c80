using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>Forgets what came to rest long ago, with its attempts and results. Dead letters stay until a person has seen to them; so does the audit.</summary>
public sealed class ForgetDelivered(IWriteQueue writes, OutboxSettings settings, IClock clock)
{
    /// <summary>One write at a time stays short, so that nobody waits behind the tidying.</summary>
    private const int AtOnce = 200;

    private const int MostPerRun = 20_000;

    private static readonly OutboxStatus[] AtRest =
        [OutboxStatus.Delivered, OutboxStatus.Superseded, OutboxStatus.Expired, OutboxStatus.Skipped, OutboxStatus.UndoneWithBooking];

    /// <returns>How many messages were forgotten.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant before = clock.GetCurrentInstant() - Duration.FromDays(settings.KeepDays);
        await writes.RunAsync(scope => MarkAsync(scope.Db, before), cancellationToken);
        int forgotten = 0;
        foreach (OutboxStatus status in AtRest)
        {
            int some;
            do
            {
                some = await writes.RunAsync(scope => ForgetAsync(scope.Db, status, before), cancellationToken);
                forgotten += some;
            }
            while (some == AtOnce && forgotten < MostPerRun && !cancellationToken.IsCancellationRequested);
        }

        await writes.RunAsync(
            async scope =>
            {
                await scope.Db.EffectResults.Where(result => result.At < before).ExecuteDeleteAsync(cancellationToken);
                return await scope.Db.JobRuns.Where(run => run.StartedAt < before).ExecuteDeleteAsync(cancellationToken);
            },
            cancellationToken);
        return forgotten;
    }

    /// <summary>Said before it is done: from then on nobody can tell what went out earlier.</summary>
    private static async Task<bool> MarkAsync(PortalContext db, Instant before)
    {
        OutboxHorizon? horizon = await db.OutboxHorizons.SingleOrDefaultAsync();
        if (horizon is null)
        {
            db.OutboxHorizons.Add(horizon = new OutboxHorizon { ForgottenBefore = before });
        }

        horizon.ForgottenBefore = Instant.Max(horizon.ForgottenBefore, before);
        await db.SaveChangesAsync();
        return true;
    }

    private static async Task<int> ForgetAsync(PortalContext db, OutboxStatus status, Instant before)
    {
        List<Guid> old = await db.OutboxMessages
            .Where(message => message.Status == status && message.EndedAt < before)
            .OrderBy(message => message.EndedAt)
            .Select(message => message.Id)
            .Take(AtOnce)
            .ToListAsync();
        await db.DeliveryAttempts.Where(attempt => old.Contains(attempt.MessageId)).ExecuteDeleteAsync();
        return await db.OutboxMessages.Where(message => old.Contains(message.Id)).ExecuteDeleteAsync();
    }
}
