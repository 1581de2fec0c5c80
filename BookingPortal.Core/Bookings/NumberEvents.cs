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
            // Within one booking the version decides, and versions are made one after the other.
            List<EventToNumber> waiting = await scope.Db.EventsToNumber
                .Join(scope.Db.BookingEvents, each => each.EventId, happened => happened.Id, (each, happened) => new { each, happened.Version })
                .OrderBy(pair => pair.each.At).ThenBy(pair => pair.Version)
                .Select(pair => pair.each)
                .Take(AtOnce)
                .ToListAsync(cancellationToken);
            if (waiting.Count == 0)
            {
                return 0;
            }

            long last = await scope.Db.EventStream.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
            scope.Db.EventStream.AddRange(waiting.Select((each, i) => new EventStreamEntry { Sequence = last + 1 + i, EventId = each.EventId }));
            scope.Db.EventsToNumber.RemoveRange(waiting);
            await scope.Db.SaveChangesAsync(cancellationToken);
            return waiting.Count;
        },
        cancellationToken);
}
