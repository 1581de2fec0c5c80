using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Checks;

/// <summary>The history as it was sealed: every seal has its event, unchanged, and no seal before the last one is missing.</summary>
internal static class SealChecks
{
    private const int AtOnce = 2_000;

    /// <returns>One line, which names the first event that differs: what follows from it is for a person to find out.</returns>
    public static async Task<IReadOnlyList<Finding>> RunAsync(PortalContext db, CancellationToken cancellationToken)
    {
        long last = await db.EventSeals.MaxAsync(seal => (long?)seal.Sequence, cancellationToken) ?? 0;
        long furthest = await db.EventSubscribers.Where(row => row.Name == SealEvents.Reader).Select(row => row.Furthest).SingleOrDefaultAsync(cancellationToken);
        last = Math.Max(last, furthest); // the last ones may have been removed with their seals
        List<CompareSeals.Difference> differences = [];
        byte[] previous = EventSeal.Start;
        for (long first = 1; first <= last; first += AtOnce)
        {
            long to = Math.Min(last, first + AtOnce - 1);
            List<EventSeal> seals = await db.EventSeals.AsNoTracking().Where(seal => seal.Sequence >= first && seal.Sequence <= to).OrderBy(seal => seal.Sequence).ToListAsync(cancellationToken);
            List<ReadEvents.Item> events = await db.EventStream.AsNoTracking()
                .Where(entry => entry.Sequence >= first && entry.Sequence <= to)
                .Join(db.BookingEvents, entry => entry.EventId, happened => happened.Id, (entry, happened) => new ReadEvents.Item(entry.Sequence, happened, "", Guid.Empty))
                .ToListAsync(cancellationToken);
            differences.AddRange(CompareSeals.Run(previous, first, to, seals, events));
            previous = seals.Count > 0 ? seals[^1].Hash : previous;
        }

        return differences switch
        {
            [] => [],
            [{ } one] => [new Finding($"event {one.Sequence} {one.What}")],
            [{ } one, ..] => [new Finding($"event {one.Sequence} {one.What}, and {differences.Count - 1} more after it are not as sealed")],
        };
    }
}
