using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Bookings;

/// <summary>One booking with its names and its history. Whether the caller may see it is the caller's business to check.</summary>
public sealed class ReadBooking(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog)
{
    /// <summary>A booking ready to be shown.</summary>
    /// <param name="Resources">The resources taken, the primary one first.</param>
    /// <param name="History">What happened to it, oldest first.</param>
    public sealed record Found(
        Booking Booking, Site Site, Service Service, IReadOnlyList<Resource> Resources, IReadOnlyList<BookingEvent> History);

    /// <summary>By the short name that customers use, however they typed it; null when there is none.</summary>
    public async Task<Found?> RunAsync(string reference, CancellationToken cancellationToken = default)
    {
        string normal = BookingReference.Normalize(reference);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Booking? booking = await db.Bookings.AsNoTracking().SingleOrDefaultAsync(each => each.Reference == normal, cancellationToken);
        return booking is null ? null : await DescribeAsync(db, booking, cancellationToken);
    }

    /// <summary>By id; null when there is none.</summary>
    public async Task<Found?> ByIdAsync(Guid bookingId, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Booking? booking = await db.Bookings.AsNoTracking().SingleOrDefaultAsync(each => each.Id == bookingId, cancellationToken);
        return booking is null ? null : await DescribeAsync(db, booking, cancellationToken);
    }

    private async Task<Found> DescribeAsync(PortalContext db, Booking booking, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        List<BookingEvent> history = await db.BookingEvents.AsNoTracking()
            .Where(happened => happened.BookingId == booking.Id)
            .OrderBy(happened => happened.Version)
            .ToListAsync(cancellationToken);
        return new Found(
            booking,
            catalog.Site(booking.SiteId),
            catalog.Service(booking.ServiceId),
            [.. booking.Resources.OrderBy(resource => resource.Group).Select(resource => catalog.Resource(resource.ResourceId))],
            history);
    }
}
