using System.Globalization;
using BookingPortal.Controls;
using NodaTime;

namespace BookingPortal.Operations.Words;

/// <summary>The clock of the Operations pages: one zone for everything on a page, and how far off an instant is.</summary>
public sealed record OpsTime(DateTimeZone Zone, Instant Now)
{
    public string City => ZoneCity.Of(Zone);

    /// <summary>The hour alone for today, the day with it for others.</summary>
    public string Print(Instant instant)
    {
        LocalDateTime local = instant.InZone(Zone).LocalDateTime;
        return local.ToString(local.Date == Now.InZone(Zone).Date ? "HH:mm:ss" : "ddd d MMM, HH:mm", CultureInfo.InvariantCulture);
    }

    public string PrintWhole(Instant instant) => instant.InZone(Zone).LocalDateTime.ToString("ddd d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture);

    public string Ago(Instant instant)
    {
        Duration off = Now - instant;
        return off < Duration.FromSeconds(-1) ? $"in {Long(-off)}" : off < Duration.FromSeconds(2) ? "just now" : $"{Long(off)} ago";
    }

    /// <summary>Two units at most: 42 s, 12 min, 3 h 10 min, 2 days.</summary>
    public static string Long(Duration duration) => duration switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalSeconds: < 90 } => $"{duration.TotalSeconds:0} s",
        { TotalMinutes: < 90 } => $"{duration.TotalMinutes:0} min",
        { TotalHours: < 36 } when duration.Minutes > 0 => $"{Math.Floor(duration.TotalHours):0} h {duration.Minutes} min",
        { TotalHours: < 36 } => $"{Math.Floor(duration.TotalHours):0} h",
        _ => $"{duration.TotalDays:0} days",
    };
}
