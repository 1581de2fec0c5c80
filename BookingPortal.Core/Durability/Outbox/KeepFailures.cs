using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>What one try means for its message.</summary>
internal sealed record JudgedMessage(TriedMessage Tried, DeliveryRules.Verdict Verdict)
{
    public Guid Id => Tried.Taken.Effect.Id;

    public int Fence => Tried.Taken.Fence;
}

/// <summary>
/// Writes what failed into the messages: one statement for all that share a lease's number and a verdict, since a mail server
/// that refuses one refuses hundreds. Their attempts must be written already; each message takes its reason from there.
/// </summary>
internal static class KeepFailures
{
    /// <param name="Written">How many were this worker's to write.</param>
    /// <param name="Dead">Those of them that are dead letters now.</param>
    public sealed record Kept(int Written, IReadOnlyList<JudgedMessage> Dead);

    public static async Task<Kept> RunAsync(PortalContext db, IReadOnlyList<JudgedMessage> failed, Instant now)
    {
        // Which of them are dead letters by this write can be told afterwards only if those that were before are known.
        HashSet<(Guid, int)> mine = await WhichAsync(db, failed, OutboxStatus.Waiting);
        JudgedMessage[] writable = [.. failed.Where(each => mine.Contains((each.Id, each.Fence)))];
        int written = 0;
        foreach (var group in writable.GroupBy(each => (each.Fence, each.Verdict.Status, each.Verdict.DueAt, each.Verdict.IsHeld)))
        {
            List<Guid> ids = [.. group.Select(each => each.Id)];
            if (group.Key.IsHeld)
            {
                await UntryAsync(db, ids, group.Key.Fence);
            }

            written += await WriteAsync(db, ids, group.Key.Fence, group.Key.Status, group.Key.DueAt, now);
        }

        JudgedMessage[] ended = [.. writable.Where(each => each.Verdict.Status == OutboxStatus.Dead)];
        HashSet<(Guid, int)> dead = await WhichAsync(db, ended, OutboxStatus.Dead);
        return new Kept(written, [.. ended.Where(each => dead.Contains((each.Id, each.Fence)))]);
    }

    /// <summary>Those whose newest lease is the one they were tried under, by message and lease.</summary>
    private static async Task<HashSet<(Guid Id, int Fence)>> WhichAsync(PortalContext db, IReadOnlyList<JudgedMessage> some, OutboxStatus status)
    {
        if (some.Count == 0)
        {
            return [];
        }

        List<Guid> ids = [.. some.Select(each => each.Id)];
        var found = await db.OutboxMessages
            .Where(message => ids.Contains(message.Id) && message.Status == status)
            .Select(message => new { message.Id, message.LeaseFence })
            .ToListAsync();
        return [.. found.Select(each => (each.Id, each.LeaseFence))];
    }

    /// <summary>What only waits for its time has not failed, so its tries and the day that they may take do not begin before.</summary>
    private static Task<int> UntryAsync(PortalContext db, List<Guid> ids, int fence) => db.OutboxMessages
        .Where(message => ids.Contains(message.Id) && message.LeaseFence == fence && message.Status == OutboxStatus.Waiting)
        .ExecuteUpdateAsync(set => set
            .SetProperty(message => message.Attempts, message => message.Attempts - 1)
            .SetProperty(message => message.FirstTriedAt, message => message.Attempts == 1 ? null : message.FirstTriedAt));

    private static Task<int> WriteAsync(PortalContext db, List<Guid> ids, int fence, OutboxStatus status, Instant? dueAt, Instant now)
    {
        Instant? endedAt = status == OutboxStatus.Waiting ? null : now;
        return db.OutboxMessages
            .Where(message => ids.Contains(message.Id) && message.LeaseFence == fence && message.Status == OutboxStatus.Waiting)
            .ExecuteUpdateAsync(set => set

                // A newer message says the same better, so a failed one has no second try.
                .SetProperty(message => message.Status, message => message.SupersededBy != null ? OutboxStatus.Superseded : status)
                .SetProperty(message => message.EndedAt, message => message.SupersededBy != null ? now : endedAt)
                .SetProperty(message => message.DueAt, message => message.SupersededBy != null ? null : dueAt)
                .SetProperty(message => message.LeaseUntil, (Instant?)null)
                .SetProperty(message => message.LastProblem, message => db.DeliveryAttempts
                    .Where(attempt => attempt.MessageId == message.Id && attempt.Fence == fence)
                    .Select(attempt => attempt.Why)
                    .FirstOrDefault()));
    }
}
