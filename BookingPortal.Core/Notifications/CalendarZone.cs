using System.Globalization;
using BookingPortal.Core.Time;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace BookingPortal.Core.Notifications;

/// <summary>A VTIMEZONE made from the zone database's own transitions, so that no calendar has to know the zone's name.</summary>
public static class CalendarZone
{
    internal static readonly LocalDateTimePattern LocalPattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    /// <summary>A year on either side, so that a program which moves the entry a little still finds the offset.</summary>
    private static readonly Duration Margin = Duration.FromDays(370);

    /// <summary>Whether the local time with its zone means this instant and no other.</summary>
    public static bool CanSay(Instant time, DateTimeZone zone) => SiteTime.PassOf(time, zone) != RepeatedHour.SecondPass;

    public static void Write(CalendarLines lines, DateTimeZone zone, Instant start, Instant end)
    {
        lines.Add("BEGIN", "VTIMEZONE");
        lines.Add("TZID", zone.Id);
        foreach (ZoneInterval interval in zone.GetZoneIntervals(new Interval(start - Margin, end + Margin)))
        {
            WriteObservance(lines, zone, interval);
        }

        lines.Add("END", "VTIMEZONE");
    }

    private static void WriteObservance(CalendarLines lines, DateTimeZone zone, ZoneInterval interval)
    {
        string kind = interval.Savings > Offset.Zero ? "DAYLIGHT" : "STANDARD";
        Offset before = interval.HasStart ? zone.GetUtcOffset(interval.Start - Duration.Epsilon) : interval.WallOffset;
        LocalDateTime onset = interval.HasStart
            ? interval.Start.WithOffset(before).LocalDateTime
            : new LocalDateTime(1970, 1, 1, 0, 0);
        lines.Add("BEGIN", kind);
        lines.Add("DTSTART", LocalPattern.Format(onset));
        lines.Add("TZOFFSETFROM", Print(before));
        lines.Add("TZOFFSETTO", Print(interval.WallOffset));
        lines.AddText("TZNAME", interval.Name);
        lines.Add("END", kind);
    }

    /// <summary>RFC 5545, 3.3.14: sign, hours and minutes, and seconds only where there are any.</summary>
    private static string Print(Offset offset)
    {
        int seconds = Math.Abs(offset.Seconds);
        string sign = offset.Seconds < 0 ? "-" : "+";
        string text = string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds / 3600:00}{seconds / 60 % 60:00}");
        return seconds % 60 == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}{seconds % 60:00}");
    }
}
