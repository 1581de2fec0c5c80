using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.CalendarSync;

/// <summary>What a calendar program gets at the address of a feed: when, what and for whom; no address, telephone or notes of a customer.</summary>
public sealed class ReadCalendarFeed(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, IClock clock)
{
    /// <summary>A calendar program reads all of it each time; what is further away comes into sight with the days.</summary>
    private const int MostVisits = 2_000;

    private static readonly Duration Back = Duration.FromDays(30);
    private static readonly Duration Ahead = Duration.FromDays(366);

    private static readonly BookingStatus[] Shown =
        [BookingStatus.PendingApproval, BookingStatus.PendingPayment, BookingStatus.Confirmed, BookingStatus.CheckedIn, BookingStatus.Completed];

    /// <returns>The feed as iCalendar text; null when no feed in use has this token.</returns>
    public async Task<string?> RunAsync(string token, CancellationToken cancellationToken = default)
    {
        byte[] hash = CreateCalendarFeed.HashOf(token);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        CalendarFeed? feed = await db.CalendarFeeds.AsNoTracking().SingleOrDefaultAsync(each => each.Hash == hash && each.RevokedAt == null, cancellationToken);
        if (feed is null)
        {
            return null;
        }

        Instant now = clock.GetCurrentInstant();
        (Instant from, Instant to) = (now - Back, now + Ahead);
        IQueryable<Booking> wanted = db.Bookings.AsNoTracking().Where(booking => booking.StartsAt >= from && booking.StartsAt < to && Shown.Contains(booking.Status));
        if (feed.SiteId is { } siteId)
        {
            wanted = wanted.Where(booking => booking.SiteId == siteId);
        }

        if (feed.ResourceId is { } resourceId)
        {
            wanted = wanted.Where(booking => booking.Resources.Any(taken => taken.ResourceId == resourceId));
        }

        List<Booking> visits = await wanted.OrderBy(booking => booking.StartsAt).Take(MostVisits).ToListAsync(cancellationToken);
        return CalendarFeedFile.Write(feed.Name, visits, await readCatalog.RunAsync(cancellationToken));
    }
}
