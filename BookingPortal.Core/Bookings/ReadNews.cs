using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Bookings;

/// <summary>Which sites have bookings that changed since an event was last seen, whichever node changed them.</summary>
public sealed class ReadNews(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>A burst is read in parts; each part moves <see cref="News.Last"/> on.</summary>
    private const int AtOnce = 1000;

    /// <param name="Last">The last event seen, to be handed in next time.</param>
    public sealed record News(long Last, IReadOnlyList<Guid> Sites);

    /// <param name="after">The last event seen; null to begin with what comes from now on.</param>
    public async Task<News> RunAsync(long? after, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        if (after is not { } seen)
        {
            return new News(await db.EventStream.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0, []);
        }

        var fresh = await (
            from entry in db.EventStream
            where entry.Sequence > seen
            join happened in db.BookingEvents on entry.EventId equals happened.Id
            join booking in db.Bookings on happened.BookingId equals booking.Id
            orderby entry.Sequence
            select new { entry.Sequence, booking.SiteId }).Take(AtOnce).ToListAsync(cancellationToken);
        return fresh.Count == 0 ? new News(seen, []) : new News(fresh[^1].Sequence, [.. fresh.Select(each => each.SiteId).Distinct()]);
    }
}
