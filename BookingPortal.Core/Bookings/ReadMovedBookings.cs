using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Time;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Visits to come whose clock moved: a country changed its zone's rules after they were booked, and the same instant now shows another local time.</summary>
public sealed class ReadMovedBookings(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, IClock clock)
{
    /// <summary>Only bookings made under older rules are looked at, so this is reached in the days after an update alone.</summary>
    private const int MostLookedAt = 5000;

    private static readonly BookingStatus[] ToCome = [BookingStatus.PendingApproval, BookingStatus.PendingPayment, BookingStatus.Confirmed];

    /// <param name="BookedFor">What the customer was told.</param>
    /// <param name="NowShows">What the clock at the site shows at that instant by today's rules.</param>
    public sealed record Item(Booking Booking, string Site, LocalDateTime BookedFor, LocalDateTime NowShows);

    public async Task<IReadOnlyList<Item>> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        string current = SiteTime.TzdbVersion;
        List<Booking> older = await db.Bookings.AsNoTracking()
            .Where(booking => booking.StartsAt > now && booking.TzdbVersion != current && ToCome.Contains(booking.Status))
            .OrderBy(booking => booking.StartsAt)
            .Take(MostLookedAt)
            .ToListAsync(cancellationToken);
        IEnumerable<Item> all = older.Select(booking =>
        {
            Site site = catalog.Site(booking.SiteId);
            return new Item(booking, site.Name, booking.LocalStart, booking.StartsAt.InZone(CatalogFacts.ZoneOf(site)).LocalDateTime);
        });
        return [.. all.Where(item => item.BookedFor != item.NowShows)];
    }
}
