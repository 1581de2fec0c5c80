using NodaTime;

namespace BookingPortal.Calendar;

/// <summary>The four ways to look at the days.</summary>
public enum CalendarView
{
    Day,
    Week,
    Month,
    List,
}

/// <summary>What the calendar looks at: pure arithmetic on dates, so that it can be tested without a page.</summary>
/// <param name="Date">The date in the middle of it all, on the site's wall.</param>
public sealed record CalendarState(CalendarView View, LocalDate Date)
{
    private const int ListDays = 7;

    /// <summary>The first date on the screen.</summary>
    public LocalDate FirstDate => View switch
    {
        CalendarView.Week => Monday(Date),
        CalendarView.Month => Monday(MonthStart),
        _ => Date,
    };

    /// <summary>The last date on the screen.</summary>
    public LocalDate LastDate => View switch
    {
        CalendarView.Day => Date,
        CalendarView.Week => FirstDate.PlusDays(6),
        CalendarView.Month => Monday(MonthStart.PlusMonths(1).PlusDays(-1)).PlusDays(6),
        _ => Date.PlusDays(ListDays - 1),
    };

    private LocalDate MonthStart => new(Date.Year, Date.Month, 1);

    public CalendarState Move(int steps) => this with
    {
        Date = View switch
        {
            CalendarView.Day => Date.PlusDays(steps),
            CalendarView.Month => MonthStart.PlusMonths(steps),
            _ => Date.PlusDays(steps * 7),
        },
    };

    private static LocalDate Monday(LocalDate date) =>
        date.PlusDays(-((int)date.DayOfWeek - (int)IsoDayOfWeek.Monday));
}
