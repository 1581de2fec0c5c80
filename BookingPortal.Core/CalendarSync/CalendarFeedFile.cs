using System.Globalization;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Notifications;
using NodaTime.Text;

namespace BookingPortal.Core.CalendarSync;

/// <summary>Writes many bookings as one iCalendar feed (RFC 5545; name and refresh interval by RFC 7986). Times are in UTC, so no zone has to be described.</summary>
public static class CalendarFeedFile
{
    private static readonly InstantPattern UtcPattern = InstantPattern.Create("uuuuMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    public static string Write(string name, IEnumerable<Booking> visits, CatalogSnapshot catalog)
    {
        var lines = new CalendarLines();
        lines.Add("BEGIN", "VCALENDAR");
        lines.Add("VERSION", "2.0");
        lines.Add("PRODID", "-//BookingPortal//BookingPortal 1.0//EN");
        lines.Add("CALSCALE", "GREGORIAN");
        lines.Add("METHOD", "PUBLISH");
        lines.AddText("NAME", name);
        lines.AddText("X-WR-CALNAME", name);
        lines.Add("REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
        lines.Add("X-PUBLISHED-TTL", "PT15M");
        foreach (Booking visit in visits)
        {
            Add(lines, visit, catalog);
        }

        lines.Add("END", "VCALENDAR");
        return lines.ToString();
    }

    private static void Add(CalendarLines lines, Booking visit, CatalogSnapshot catalog)
    {
        string with = string.Join(", ", visit.Resources.OrderBy(taken => taken.Group).Select(taken => catalog.Resource(taken.ResourceId).Name));
        lines.Add("BEGIN", "VEVENT");
        lines.Add("UID", CalendarEntry.UidOf(visit.Id));
        lines.Add("SEQUENCE", CalendarEntry.SequenceOf(visit.Version).ToString(CultureInfo.InvariantCulture));
        lines.Add("DTSTAMP", UtcPattern.Format(visit.ChangedAt));
        lines.Add("DTSTART", UtcPattern.Format(visit.StartsAt));
        lines.Add("DTEND", UtcPattern.Format(visit.EndsAt));
        lines.AddText("SUMMARY", $"{catalog.Service(visit.ServiceId).Name}: {visit.Customer.Name}");
        lines.AddText("DESCRIPTION", $"Booking {visit.Reference}{(with.Length > 0 ? $", with {with}" : "")}");
        lines.AddText("LOCATION", catalog.Site(visit.SiteId).Name);
        lines.Add("STATUS", visit.Status is BookingStatus.PendingApproval or BookingStatus.PendingPayment ? "TENTATIVE" : "CONFIRMED");
        lines.Add("TRANSP", "OPAQUE");
        lines.Add("END", "VEVENT");
    }
}
