using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>Prints times for the reader of a message, always with their zone.</summary>
public static class VisitTimes
{
    /// <summary>"Tuesday 1 December 2026, 09:00 WET".</summary>
    public static string Start(Instant at, DateTimeZone zone, NoticeLanguage language)
    {
        LocalDateTime local = at.InZone(zone).LocalDateTime;
        return $"{language.Date(local.Date)}, {language.Time(local.TimeOfDay)} {Abbreviation(at, zone)}{Pass(at, zone, language)}";
    }

    /// <summary>"Tue 1 Dec, 09:00 WET"; with the year where it is another one than now.</summary>
    public static string Short(Instant at, Instant now, DateTimeZone zone, NoticeLanguage language)
    {
        LocalDateTime local = at.InZone(zone).LocalDateTime;
        string year = local.Year == now.InZone(zone).Year ? "" : $" {local.Year}";
        return $"{language.ShortDate(local.Date)}{year}, {language.Time(local.TimeOfDay)} {Abbreviation(at, zone)}{Pass(at, zone, language)}";
    }

    /// <summary>"Tuesday 1 December 2026, 09:00–09:30 WET (Europe/Lisbon)"; a stay has both of its dates.</summary>
    public static string Stretch(Instant from, Instant to, DateTimeZone zone, NoticeLanguage language)
    {
        LocalDateTime start = from.InZone(zone).LocalDateTime;
        LocalDateTime end = to.InZone(zone).LocalDateTime;
        (string before, string after) = (Abbreviation(from, zone), Abbreviation(to, zone));
        if (start.Date != end.Date)
        {
            return $"{Start(from, zone, language)} – {Start(to, zone, language)} ({zone.Id})";
        }

        string pass = Pass(from, zone, language);
        return before == after
            ? $"{language.Date(start.Date)}, {language.Time(start.TimeOfDay)}–{language.Time(end.TimeOfDay)} {before}{pass} ({zone.Id})"
            : $"{language.Date(start.Date)}, {language.Time(start.TimeOfDay)} {before}{pass} – {language.Time(end.TimeOfDay)} {after} ({zone.Id})";
    }

    private static string Abbreviation(Instant at, DateTimeZone zone) => zone.GetZoneInterval(at).Name;

    /// <summary>Where the clocks go back, the abbreviation differs, but few people know theirs by heart.</summary>
    private static string Pass(Instant at, DateTimeZone zone, NoticeLanguage language) =>
        SiteTime.PassOf(at, zone) == RepeatedHour.SecondPass ? $" {language.Words["second"]}" : "";
}
