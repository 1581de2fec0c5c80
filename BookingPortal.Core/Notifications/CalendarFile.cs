using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Notifications;

/// <summary>Writes one booking as an iCalendar file (RFC 5545), ready to be downloaded or attached.</summary>
public static class CalendarFile
{
    public const string ContentType = "text/calendar; charset=utf-8";

    private static readonly InstantPattern UtcPattern = InstantPattern.Create("uuuuMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <param name="entry">The booking.</param>
    /// <param name="method">RFC 5546: <c>PUBLISH</c> for a file that somebody downloads, <c>REQUEST</c> and <c>CANCEL</c> for invitations.</param>
    public static string Write(CalendarEntry entry, string method = "PUBLISH")
    {
        // A local time that occurs twice means the first (RFC 5545, 3.3.5), so a visit in the second pass can only be said in UTC.
        bool local = CalendarZone.CanSay(entry.Start, entry.Zone) && CalendarZone.CanSay(entry.End, entry.Zone);
        var lines = new CalendarLines();
        lines.Add("BEGIN", "VCALENDAR");
        lines.Add("VERSION", "2.0");
        lines.Add("PRODID", "-//BookingPortal//BookingPortal 1.0//EN");
        lines.Add("CALSCALE", "GREGORIAN");
        lines.Add("METHOD", method);
        if (local)
        {
            CalendarZone.Write(lines, entry.Zone, entry.Start, entry.End);
        }

        lines.Add("BEGIN", "VEVENT");
        lines.Add("UID", entry.Uid);
        lines.Add("SEQUENCE", entry.Sequence.ToString(CultureInfo.InvariantCulture));
        lines.Add("DTSTAMP", UtcPattern.Format(entry.ChangedAt));
        lines.Add("LAST-MODIFIED", UtcPattern.Format(entry.ChangedAt));
        AddTime(lines, "DTSTART", entry.Start, entry.Zone, local);
        AddTime(lines, "DTEND", entry.End, entry.Zone, local);
        lines.AddText("SUMMARY", entry.Summary);
        lines.AddText("DESCRIPTION", entry.Description);
        lines.AddText("LOCATION", entry.Location);
        if (entry.Url is not null)
        {
            lines.Add("URL", entry.Url);
        }

        if (entry.Organizer is { } organizer)
        {
            lines.AddPerson("ORGANIZER", organizer);
        }

        if (entry.Attendee is { } attendee)
        {
            // The booking is the answer already, so the calendar need not ask for one.
            lines.AddPerson("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE", attendee);
        }

        lines.Add("STATUS", NameOf(entry.Status));
        lines.Add("TRANSP", entry.Status == CalendarEntryStatus.Cancelled ? "TRANSPARENT" : "OPAQUE");
        lines.Add("END", "VEVENT");
        lines.Add("END", "VCALENDAR");
        return lines.ToString();
    }

    private static void AddTime(CalendarLines lines, string name, Instant time, DateTimeZone zone, bool local)
    {
        if (local)
        {
            lines.Add($"{name};TZID={zone.Id}", CalendarZone.LocalPattern.Format(time.InZone(zone).LocalDateTime));
        }
        else
        {
            lines.Add(name, UtcPattern.Format(time));
        }
    }

    private static string NameOf(CalendarEntryStatus status) => status switch
    {
        CalendarEntryStatus.Tentative => "TENTATIVE",
        CalendarEntryStatus.Confirmed => "CONFIRMED",
        CalendarEntryStatus.Cancelled => "CANCELLED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status has no iCalendar name."),
    };
}
