using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.BookOnline.Words;

/// <summary>Dates and times as the pages say them: "Tue 24 Nov", "Tuesday 24 November", "10:30".</summary>
public static class DayWords
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalDatePattern ShortDay = LocalDatePattern.Create("ddd d MMM", English);
    private static readonly LocalDatePattern ShortDayAndYear = LocalDatePattern.Create("ddd d MMM uuuu", English);
    private static readonly LocalDatePattern LongDay = LocalDatePattern.Create("dddd d MMMM", English);
    private static readonly LocalDatePattern LongDayAndYear = LocalDatePattern.Create("dddd d MMMM uuuu", English);

    public static string Time(LocalDateTime time) => Clock.Format(time.TimeOfDay);

    public static string Time(LocalTime time) => Clock.Format(time);

    /// <summary>"Tue 24 Nov"; with its year where that is not the reader's.</summary>
    public static string Short(LocalDate date, LocalDate today) => (NeedsYear(date, today) ? ShortDayAndYear : ShortDay).Format(date);

    /// <summary>"Tuesday 24 November"; with its year where that is not the reader's.</summary>
    public static string Long(LocalDate date, LocalDate today) => (NeedsYear(date, today) ? LongDayAndYear : LongDay).Format(date);

    /// <summary>"November 2026".</summary>
    public static string Month(YearMonth month) => month.OnDayOfMonth(1).ToString("MMMM uuuu", English);

    /// <summary>"November".</summary>
    public static string MonthName(YearMonth month) => month.OnDayOfMonth(1).ToString("MMMM", English);

    /// <summary>"today", "tomorrow", or "Tue 24 Nov".</summary>
    public static string Near(LocalDate date, LocalDate today) => Period.DaysBetween(today, date) switch
    {
        0 => "today",
        1 => "tomorrow",
        _ => Short(date, today),
    };

    // In December "5 Jan" is clear by itself; a year is printed only when the date could be mistaken.
    private static bool NeedsYear(LocalDate date, LocalDate today) => Math.Abs(Period.DaysBetween(today, date)) > 300;
}
