using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.BookOnline.Words;

/// <summary>A time in the zone that the visitor reads it in, always so that it cannot be mistaken.</summary>
/// <param name="Zone">The zone it is shown in: the site's, or the visitor's own.</param>
/// <param name="Today">The date there now.</param>
public sealed record SlotWords(DateTimeZone Zone, LocalDate Today)
{
    public static SlotWords For(DateTimeZone zone, Instant now) => new(zone, now.InZone(zone).Date);

    /// <summary>"10:30".</summary>
    public string Time(Instant time) => DayWords.Time(time.InZone(Zone).LocalDateTime);

    /// <summary>"Tue 24 Nov, 10:30".</summary>
    public string DayAndTime(Instant time) => $"{DayWords.Short(DateOf(time), Today)}, {Time(time)}{Again(time)}";

    /// <summary>"10:30 on Tuesday 24 November".</summary>
    public string TimeOnDay(Instant time) => $"{Time(time)}{Again(time)} on {DayWords.Long(DateOf(time), Today)}";

    /// <summary>"Tuesday 24 November, 10:30 to 11:00", and both days where it ends on another one.</summary>
    public string Whole(Instant start, Instant end)
    {
        string begin = $"{DayWords.Long(DateOf(start), Today)}, {Time(start)}{Again(start)}";
        return DateOf(start) == DateOf(end)
            ? $"{begin} to {Time(end)}{Again(end)}"
            : $"{begin} to {DayWords.Long(DateOf(end), Today)}, {Time(end)}{Again(end)}";
    }

    /// <summary>"Lisbon time (UTC+1)".</summary>
    public string ZoneAt(Instant time) => $"{ZoneWords.City(Zone)} time ({ZoneWords.Ahead(Zone, time)})";

    /// <summary>What tells the two passes of a repeated hour apart, short enough for a button: "WEST", "WET". Empty on all other days.</summary>
    public string Pass(Instant time) =>
        SiteTime.PassOf(time, Zone) == RepeatedHour.No ? "" : Zone.GetZoneInterval(time).Name;

    /// <summary>The same for those who listen.</summary>
    public string PassAloud(Instant time) => SiteTime.PassOf(time, Zone) switch
    {
        RepeatedHour.FirstPass => ", before the clocks go back",
        RepeatedHour.SecondPass => ", after the clocks went back",
        _ => "",
    };

    public LocalDate DateOf(Instant time) => time.InZone(Zone).Date;

    private string Again(Instant time) => Pass(time) is { Length: > 0 } pass ? $" {pass}" : "";
}
