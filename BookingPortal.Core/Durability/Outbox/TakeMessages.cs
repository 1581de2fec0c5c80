using System.Globalization;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>Takes due messages of one kind for this worker, each under a lease with a rising fence. Two workers that want the same one: the fence they saw decides, and one of them goes without.</summary>
public sealed class TakeMessages(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, OutboxSettings settings, IClock clock)
{
    private int _takes;

    /// <param name="Seen">How many were due; more than were taken means that others are taking as well.</param>
    public sealed record Taken(IReadOnlyList<TakenMessage> Messages, int Seen);

    /// <param name="skip">How many of the due ones to leave to others, so that two workers do not always want the same.</param>
    public async Task<Taken> RunAsync(string kind, int most, int skip = 0, CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        List<OutboxMessage> due = await FindAsync(kind, Math.Min(most, settings.TakeAtOnce), skip, now, cancellationToken);
        if (due.Count == 0)
        {
            return new Taken([], 0);
        }

        Instant until = now + settings.Lease;
        HashSet<Guid> mine = await writes.RunAsync(scope => LeaseAsync(scope.Db, due, now, until), cancellationToken);
        return new Taken([.. due.Where(message => mine.Contains(message.Id)).Select(message => Describe(message, now, until))], due.Count);
    }

    /// <summary>An older message about the same booking to the same place goes first, unless it has come to rest.</summary>
    private async Task<List<OutboxMessage>> FindAsync(string kind, int most, int skip, Instant now, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OutboxMessages.AsNoTracking()
            .Where(message => message.Status == OutboxStatus.Waiting && message.Kind == kind && message.DueAt <= now)
            .Where(message => message.BookingId == null || !db.OutboxMessages.Any(older =>
                older.BookingId != null && older.BookingId == message.BookingId && older.Destination == message.Destination
                && older.Status == OutboxStatus.Waiting
                && (older.BookingVersion < message.BookingVersion
                    || (older.BookingVersion == message.BookingVersion && older.Position < message.Position))))
            .OrderBy(message => message.DueAt)
            .Skip(skip)
            .Take(most)
            .ToListAsync(cancellationToken);
    }

    /// <returns>Which of them are this worker's now.</returns>
    private async Task<HashSet<Guid>> LeaseAsync(PortalContext db, List<OutboxMessage> due, Instant now, Instant until)
    {
        await EndAsync(db, [.. due.Where(message => message.SupersededBy is not null)], OutboxStatus.Superseded, now);
        await EndAsync(db, [.. due.Where(message => message.SupersededBy is null && message.PointlessAfter <= now)], OutboxStatus.Expired, now);
        HashSet<Guid> mine = [];
        string owner = string.Create(CultureInfo.InvariantCulture, $"{settings.Worker}/{Interlocked.Increment(ref _takes)}"); // this take and no other
        foreach (IGrouping<int, OutboxMessage> group in due
            .Where(message => message.SupersededBy is null && !(message.PointlessAfter <= now))
            .GroupBy(message => message.LeaseFence))
        {
            List<Guid> ids = [.. group.Select(message => message.Id)];
            int seen = group.Key;
            int fence = seen + 1;
            int taken = await db.OutboxMessages
                .Where(message => ids.Contains(message.Id) && message.LeaseFence == seen && message.Status == OutboxStatus.Waiting && message.DueAt <= now)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(message => message.LeaseFence, fence)
                    .SetProperty(message => message.LeaseOwner, owner)
                    .SetProperty(message => message.LeaseUntil, until)
                    .SetProperty(message => message.DueAt, until)
                    .SetProperty(message => message.Attempts, message => message.Attempts + 1)
                    .SetProperty(message => message.FirstTriedAt, message => message.FirstTriedAt ?? now));
            mine.UnionWith(taken == ids.Count
                ? ids
                : await db.OutboxMessages
                    .Where(message => ids.Contains(message.Id) && message.LeaseFence == fence && message.LeaseOwner == owner)
                    .Select(message => message.Id)
                    .ToListAsync());
        }

        return mine;
    }

    private static async Task EndAsync(PortalContext db, List<OutboxMessage> over, OutboxStatus status, Instant now)
    {
        if (over.Count == 0)
        {
            return;
        }

        List<Guid> ids = [.. over.Select(message => message.Id)];
        await db.OutboxMessages
            .Where(message => ids.Contains(message.Id) && message.Status == OutboxStatus.Waiting && message.DueAt <= now)
            .ExecuteUpdateAsync(set => set
                .SetProperty(message => message.Status, status)
                .SetProperty(message => message.EndedAt, now)
                .SetProperty(message => message.LeaseUntil, (Instant?)null)
                .SetProperty(message => message.DueAt, (Instant?)null));
    }

    private static TakenMessage Describe(OutboxMessage message, Instant now, Instant until) => new(
        new Effect(
            message.Id, message.Kind, message.Destination, message.BookingId, message.BookingVersion, message.Topic,
            message.Payload, message.CreatedAt, message.Attempts + 1),
        message.LeaseFence + 1,
        message.FirstTriedAt ?? now,
        message.PointlessAfter,
        message.TraceParent)
    {
        LeaseUntil = until,
    };
}
