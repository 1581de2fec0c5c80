using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>How the outbox stands: what waits of each kind, how late it is, and how much went out, now and over the day.</summary>
public sealed class ReadBacklog(IDbContextFactory<PortalContext> contexts, ReadQueueDay readQueueDay, IClock clock)
{
    private const long HourMilliseconds = 3_600_000;

    /// <param name="Waiting">Not delivered and not given up, whatever they wait for.</param>
    /// <param name="InFlight">In the hands of a worker.</param>
    /// <param name="Retrying">Failed at least once and waiting for the next try.</param>
    /// <param name="Dead">Waiting for a person.</param>
    /// <param name="OldestWaiting">When the oldest of those waiting was written.</param>
    /// <param name="Lag">How late the latest is; one that pauses before its next try is not late.</param>
    /// <param name="FailingSince">When the one of those tried before was tried first that fails for the longest.</param>
    /// <param name="PerMinute">Delivered, on average over the last five minutes.</param>
    public sealed record KindNow(
        string Kind, int Waiting, int InFlight, int Retrying, int Dead, Instant? OldestWaiting, Instant? OldestDead, Duration Lag, Instant? FailingSince, double PerMinute);

    /// <summary>One hour of one kind.</summary>
    /// <param name="Hour">Its beginning.</param>
    public sealed record HourOfKind(string Kind, Instant Hour, int Delivered, int Failed);

    /// <param name="Day">How deep the queue of each kind was and how long its messages took, over the last 24 hours.</param>
    public sealed record Found(IReadOnlyList<KindNow> Kinds, IReadOnlyList<HourOfKind> Hours, IReadOnlyDictionary<string, IReadOnlyList<ReadQueueDay.Hour>> Day);

    public async Task<Found> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db.OutboxMessages
            .Where(message => message.Status == OutboxStatus.Waiting)
            .GroupBy(message => message.Kind)
            .Select(group => new
            {
                Kind = group.Key,
                All = group.Count(),
                InFlight = group.Count(message => message.LeaseUntil > now),
                Retrying = group.Count(message => message.Attempts > 0 && !(message.LeaseUntil > now)),
                Oldest = group.Min(message => (Instant?)message.CreatedAt),
                FailingSince = group.Min(message => message.LeaseUntil > now ? null : message.FirstTriedAt),
                FirstDue = group.Min(message => message.DueAt),
            })
            .ToDictionaryAsync(each => each.Kind, StringComparer.Ordinal, cancellationToken);
        var dead = await db.OutboxMessages
            .Where(message => message.Status == OutboxStatus.Dead)
            .GroupBy(message => message.Kind)
            .Select(group => new { Kind = group.Key, All = group.Count(), Oldest = group.Min(message => message.EndedAt) })
            .ToDictionaryAsync(each => each.Kind, StringComparer.Ordinal, cancellationToken);
        Instant lately = now - Duration.FromMinutes(5);
        Dictionary<string, int> rate = await db.DeliveryAttempts
            .Where(attempt => attempt.At >= lately && attempt.Outcome == AttemptOutcome.Delivered)
            .GroupBy(attempt => attempt.Kind)
            .Select(group => new { Kind = group.Key, Count = group.Count() })
            .ToDictionaryAsync(each => each.Kind, each => each.Count, StringComparer.Ordinal, cancellationToken);
        KindNow[] kinds = [.. waiting.Keys.Union(dead.Keys, StringComparer.Ordinal).Union(rate.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(kind =>
        {
            var (mine, lost) = (waiting.GetValueOrDefault(kind), dead.GetValueOrDefault(kind));
            Duration lag = mine?.FirstDue is { } due && due < now ? now - due : Duration.Zero;
            return new KindNow(
                kind, mine?.All ?? 0, mine?.InFlight ?? 0, mine?.Retrying ?? 0, lost?.All ?? 0, mine?.Oldest, lost?.Oldest, lag, mine?.FailingSince, rate.GetValueOrDefault(kind) / 5.0);
        })];
        return new Found(kinds, await HoursAsync(db, now, cancellationToken), await readQueueDay.RunAsync(cancellationToken));
    }

    /// <summary>Instants lie in the database as whole milliseconds, so an hour is a division that both databases know.</summary>
    private static async Task<IReadOnlyList<HourOfKind>> HoursAsync(PortalContext db, Instant now, CancellationToken cancellationToken)
    {
        long from = ((now.ToUnixTimeMilliseconds() / HourMilliseconds) - 23) * HourMilliseconds;
        List<HourRow> rows = await db.Database.SqlQuery<HourRow>(
            $"""
            SELECT "At" / 3600000 AS "Hour", "Kind", "Outcome", COUNT(*) AS "Count"
            FROM "DeliveryAttempts" WHERE "At" >= {from}
            GROUP BY "At" / 3600000, "Kind", "Outcome"
            """).ToListAsync(cancellationToken);
        return [.. rows
            .GroupBy(row => (row.Kind, row.Hour))
            .Select(group => new HourOfKind(
                group.Key.Kind,
                Instant.FromUnixTimeMilliseconds(group.Key.Hour * HourMilliseconds),
                group.Where(row => row.Outcome == nameof(AttemptOutcome.Delivered)).Sum(row => row.Count),
                group.Where(row => row.Outcome is not (nameof(AttemptOutcome.Delivered) or nameof(AttemptOutcome.Pointless))).Sum(row => row.Count)))
            .OrderBy(hour => hour.Hour)
            .ThenBy(hour => hour.Kind, StringComparer.Ordinal)];
    }

    private sealed record HourRow(long Hour, string Kind, string Outcome, int Count);
}
