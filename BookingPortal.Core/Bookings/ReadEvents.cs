using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Bookings;

/// <summary>The stream of everything that happened to bookings, without a gap and in the order in which it became visible.</summary>
public sealed class ReadEvents(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>More in one answer would only make it slow.</summary>
    public const int MostAtOnce = 200;

    /// <summary>One event in its place.</summary>
    /// <param name="Reference">The booking's short name.</param>
    /// <param name="SiteId">Where the booking is; its zone is the one that the event's times are written in.</param>
    public sealed record Item(long Sequence, BookingEvent Event, string Reference, Guid SiteId);

    /// <param name="after">The last sequence that the reader has; 0 to begin.</param>
    /// <param name="limit">1 to <see cref="MostAtOnce"/>.</param>
    public async Task<IReadOnlyList<Item>> RunAsync(long after, int limit, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.EventStream.AsNoTracking()
            .Where(entry => entry.Sequence > after)
            .OrderBy(entry => entry.Sequence)
            .Take(limit)
            .Join(db.BookingEvents, entry => entry.EventId, happened => happened.Id, (entry, happened) => new { entry.Sequence, happened })
            .Join(
                db.Bookings,
                pair => pair.happened.BookingId,
                booking => booking.Id,
                (pair, booking) => new { pair.Sequence, pair.happened, booking.Reference, booking.SiteId })
            .OrderBy(row => row.Sequence)
            .Select(row => new Item(row.Sequence, row.happened, row.Reference, row.SiteId))
            .ToListAsync(cancellationToken);
    }
}
