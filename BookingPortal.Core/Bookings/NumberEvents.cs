using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Bookings;

/// <summary>
/// Gives committed events that wait their place in the stream. Two nodes may try at once: sequence and event are both
/// unique, so one of them is rolled back and nothing is numbered twice.
/// </summary>
public sealed class NumberEvents(IWriteQueue writes)
{
    private const int AtOnce = 500;

    /// <returns>How many were numbered; call again at once while it is not 0.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken = default) => writes.RunAsync(
        async scope =>
        {
            List<Waiting> waiting = await InOrder(scope.Db).Take(AtOnce).ToListAsync(cancellationToken);
            if (waiting.Count == AtOnce)
            {
                waiting = await WithEarlierAsync(scope.Db, waiting, cancellationToken);
            }

            if (waiting.Count == 0)
            {
                return 0;
            }

            long last = await scope.Db.EventStream.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
            scope.Db.EventStream.AddRange(ByVersion(waiting).Select((each, i) => new EventStreamEntry { Sequence = last + 1 + i, EventId = each.Row.EventId }));
            scope.Db.EventsToNumber.RemoveRange(waiting.Select(each => each.Row));
            await scope.Db.SaveChangesAsync(cancellationToken);
            return waiting.Count;
        },
        cancellationToken);

    private static IQueryable<Waiting> InOrder(PortalContext db) => db.EventsToNumber
        .Join(db.BookingEvents, row => row.EventId, happened => happened.Id, (row, happened) => new Waiting { Row = row, BookingId = happened.BookingId, Version = happened.Version })
        .OrderBy(each => each.Row.At);

    /// <summary>Clocks of two nodes may differ, so that a version seems older than the one before it: what of these bookings is left for the next time comes along.</summary>
    private static async Task<List<Waiting>> WithEarlierAsync(PortalContext db, List<Waiting> waiting, CancellationToken cancellationToken)
    {
        List<Guid> bookings = [.. waiting.Select(each => each.BookingId).Distinct()];
        List<Waiting> all = await db.EventsToNumber
            .Join(
                db.BookingEvents.Where(happened => bookings.Contains(happened.BookingId)), row => row.EventId, happened => happened.Id,
                (row, happened) => new Waiting { Row = row, BookingId = happened.BookingId, Version = happened.Version })
            .ToListAsync(cancellationToken);
        HashSet<Guid> there = [.. waiting.Select(each => each.Row.EventId)];
        return [.. waiting, .. all.Where(each => !there.Contains(each.Row.EventId)).OrderBy(each => each.Row.At)];
    }

    /// <summary>The times decide between bookings. Within one the version does, whatever the clocks said: its events share out their places among themselves.</summary>
    private static IEnumerable<Waiting> ByVersion(IReadOnlyList<Waiting> waiting)
    {
        var turns = waiting.GroupBy(each => each.BookingId).ToDictionary(group => group.Key, group => new Queue<Waiting>(group.OrderBy(each => each.Version)));
        return waiting.Select(each => turns[each.BookingId].Dequeue());
    }

    private sealed class Waiting
    {
        public required EventToNumber Row { get; init; }

        public required Guid BookingId { get; init; }

        public required int Version { get; init; }
    }
}
