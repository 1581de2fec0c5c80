using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>How deep the queue of each kind was over the last day, and how long its messages took, hour by hour. Both follow from when messages were written and came to rest.</summary>
public sealed class ReadQueueDay(IDbContextFactory<PortalContext> contexts, IClock clock)
{
    private const int Hours = 24;

    private const long HourMilliseconds = 3_600_000;

    /// <summary>The pages that show it look every few seconds, and a day has many messages.</summary>
    private static readonly Duration FreshFor = Duration.FromSeconds(30);

    private volatile Kept? _kept;

    /// <param name="Start">Its beginning.</param>
    /// <param name="Waiting">What waited at its end; for the present hour, now.</param>
    /// <param name="Slowest">The longest since it was written that a message delivered in it had taken, or that one still waiting at its end had waited.</param>
    public sealed record Hour(Instant Start, int Waiting, Duration Slowest);

    /// <returns>24 hours of each kind that waited or came to rest in them, the present one last.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Hour>>> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        if (_kept is { } kept && now >= kept.At && now - kept.At < FreshFor)
        {
            return kept.Kinds;
        }

        long last = now.ToUnixTimeMilliseconds() / HourMilliseconds;
        long from = (last - Hours + 1) * HourMilliseconds;
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Dictionary<string, int> waiting = await db.OutboxMessages
            .Where(message => message.Status == OutboxStatus.Waiting)
            .GroupBy(message => message.Kind)
            .Select(group => new { Kind = group.Key, Count = group.Count() })
            .ToDictionaryAsync(each => each.Kind, each => each.Count, StringComparer.Ordinal, cancellationToken);
        List<Row> written = await db.Database.SqlQuery<Row>(
            $"""
            SELECT "CreatedAt" / 3600000 AS "Hour", "Kind", COUNT(*) AS "Count", CAST(0 AS BIGINT) AS "Slowest"
            FROM "OutboxMessages" WHERE "CreatedAt" >= {from}
            GROUP BY "CreatedAt" / 3600000, "Kind"
            """).ToListAsync(cancellationToken);
        List<Row> rested = await db.Database.SqlQuery<Row>(
            $"""
            SELECT "EndedAt" / 3600000 AS "Hour", "Kind", COUNT(*) AS "Count", MAX(CASE WHEN "Status" = 'Delivered' THEN "EndedAt" - "CreatedAt" ELSE 0 END) AS "Slowest"
            FROM "OutboxMessages" WHERE "Status" IN ('Delivered', 'Dead', 'Superseded', 'Expired', 'Skipped', 'UndoneWithBooking') AND "EndedAt" >= {from}
            GROUP BY "EndedAt" / 3600000, "Kind"
            """).ToListAsync(cancellationToken);
        List<Wait> waits = await db.Database.SqlQuery<Wait>(
            $"""
            SELECT "Kind", "CreatedAt" / 3600000 AS "Created", CASE WHEN "Status" = 'Waiting' THEN 9000000 ELSE "EndedAt" / 3600000 END AS "Rested", MIN("CreatedAt") AS "First"
            FROM "OutboxMessages"
            WHERE "Status" = 'Waiting'
                OR ("Status" IN ('Delivered', 'Dead', 'Superseded', 'Expired', 'Skipped', 'UndoneWithBooking') AND "EndedAt" >= {from} AND "EndedAt" / 3600000 > "CreatedAt" / 3600000)
            GROUP BY "Kind", "CreatedAt" / 3600000, CASE WHEN "Status" = 'Waiting' THEN 9000000 ELSE "EndedAt" / 3600000 END
            """).ToListAsync(cancellationToken);
        var kinds = waiting.Keys.Concat(rested.Select(row => row.Kind)).Distinct(StringComparer.Ordinal).ToDictionary(
            kind => kind,
            kind => (IReadOnlyList<Hour>)Back(now, waiting.GetValueOrDefault(kind), [.. written.Where(row => row.Kind == kind)], [.. rested.Where(row => row.Kind == kind)], [.. waits.Where(wait => wait.Kind == kind)]),
            StringComparer.Ordinal);
        _kept = new Kept(now, kinds);
        return kinds;
    }

    /// <summary>From what waits now back through the day: an hour earlier what was written since was not there yet, and what came to rest since was.</summary>
    private static Hour[] Back(Instant now, int waiting, Row[] written, Row[] rested, Wait[] waits)
    {
        long last = now.ToUnixTimeMilliseconds() / HourMilliseconds;
        var hours = new Hour[Hours];
        for (int i = Hours - 1; i >= 0; i--)
        {
            long hour = last - (Hours - 1 - i);
            hours[i] = new Hour(
                Instant.FromUnixTimeMilliseconds(hour * HourMilliseconds),
                Math.Max(waiting, 0),
                Duration.FromMilliseconds(Math.Max(
                    rested.Where(row => row.Hour == hour).Select(row => row.Slowest).FirstOrDefault(),
                    waits.Where(wait => wait.Created <= hour && wait.Rested > hour).Select(wait => Math.Min((hour + 1) * HourMilliseconds, now.ToUnixTimeMilliseconds()) - wait.First).DefaultIfEmpty().Max())));
            waiting += rested.Where(row => row.Hour == hour).Sum(row => row.Count) - written.Where(row => row.Hour == hour).Sum(row => row.Count);
        }

        return hours;
    }

    private sealed record Kept(Instant At, IReadOnlyDictionary<string, IReadOnlyList<Hour>> Kinds);

    /// <param name="Created">The hour in which messages were written.</param>
    /// <param name="Rested">The hour in which they came to rest; one of a time that nobody sees (9,000,000) where they still wait.</param>
    /// <param name="First">When the first of them was written.</param>
    private sealed record Wait(string Kind, long Created, long Rested, long First);

    private sealed record Row(long Hour, string Kind, int Count, long Slowest);
}
