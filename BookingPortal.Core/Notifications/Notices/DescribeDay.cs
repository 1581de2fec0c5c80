using System.Globalization;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Time;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>What the daily digest tells of one day at one site: who comes when, and what waits for a decision.</summary>
public sealed class DescribeDay(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, NoticeLinks links)
{
    /// <summary>Longer lists are read on the page.</summary>
    private const int MostLines = 100;

    /// <returns>Null when there is nothing to tell.</returns>
    public async Task<NoticeFacts?> RunAsync(Site site, NoticePayload payload, string address, NoticeLanguage language, CancellationToken cancellationToken = default)
    {
        if (LocalDatePattern.Iso.Parse(payload.Day ?? "") is not { Success: true } day || await links.IsOutAsync(address, OptionalNotices.Digest, cancellationToken))
        {
            return null;
        }

        DateTimeZone zone = CatalogFacts.ZoneOf(site);
        Interval hours = SiteTime.Day(day.Value, zone);
        (Instant from, Instant to) = (hours.Start, hours.End);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Booking> visits = await db.Bookings.AsNoTracking()
            .Where(booking => booking.SiteId == site.Id && booking.StartsAt >= from && booking.StartsAt < to
                && (booking.Status == BookingStatus.Confirmed || booking.Status == BookingStatus.CheckedIn || booking.Status == BookingStatus.PendingPayment))
            .OrderBy(booking => booking.StartsAt).ThenBy(booking => booking.Reference)
            .Take(MostLines)
            .ToListAsync(cancellationToken);
        int waiting = await db.Bookings.CountAsync(booking => booking.SiteId == site.Id && booking.Status == BookingStatus.PendingApproval, cancellationToken);
        if (visits.Count == 0 && waiting == 0)
        {
            return null;
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["site"] = site.Name,
            ["day"] = language.Date(day.Value),
            ["count"] = visits.Count == MostLines ? $"{MostLines}+" : visits.Count.ToString(CultureInfo.InvariantCulture),
            ["visits"] = string.Join('\n', visits.Select(visit => Line(visit, catalog, zone, language))),
            ["waiting"] = waiting == 0 ? null : waiting.ToString(CultureInfo.InvariantCulture),
            ["desk"] = links.Today(site),
        };
        return new NoticeFacts(values, [])
        {
            SiteName = site.Name,
            SiteAddress = site.Address,
            Accent = site.Accent ?? "#0f766e",
            Because = language.Words["because-staff"].Replace("{{site}}", site.Name, StringComparison.Ordinal),
            UnsubscribeUrl = links.Unsubscribe(address, OptionalNotices.Digest),
        };
    }

    private static string Line(Booking visit, CatalogSnapshot catalog, DateTimeZone zone, NoticeLanguage language)
    {
        string with = string.Join(", ", visit.Resources.OrderBy(each => each.Group).Select(each => catalog.Resource(each.ResourceId).Name));
        string time = language.Time(visit.StartsAt.InZone(zone).TimeOfDay);
        return $"{time} {zone.GetZoneInterval(visit.StartsAt).Name}  {visit.Customer.Name}, {catalog.Service(visit.ServiceId).Name}, {with} ({visit.Reference})";
    }
}
