using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Bookings as one line each, for lists that are about something else and only have to say whose booking it is.</summary>
public sealed class ReadBookingLines(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog)
{
    /// <param name="Zone">The site's.</param>
    public sealed record Line(Guid Id, string Reference, string Customer, string Service, string Site, Instant StartsAt, DateTimeZone Zone);

    /// <param name="bookingIds">As many as a page shows.</param>
    public async Task<IReadOnlyDictionary<Guid, Line>> RunAsync(IEnumerable<Guid?> bookingIds, CancellationToken cancellationToken = default)
    {
        Guid[] wanted = [.. bookingIds.Where(id => id is not null).Select(id => id!.Value).Distinct()];
        if (wanted.Length == 0)
        {
            return new Dictionary<Guid, Line>();
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Booking> bookings = await db.Bookings.AsNoTracking().Where(booking => wanted.Contains(booking.Id)).ToListAsync(cancellationToken);
        return bookings.ToDictionary(booking => booking.Id, booking => Describe(booking, catalog));
    }

    private static Line Describe(Booking booking, CatalogSnapshot catalog)
    {
        Site site = catalog.Site(booking.SiteId);
        return new Line(
            booking.Id, booking.Reference, booking.Customer.Name, catalog.Service(booking.ServiceId).Name, site.Name, booking.StartsAt, CatalogFacts.ZoneOf(site));
    }
}
