using NodaTime;

namespace BookingPortal.Core.Time;

/// <summary>A calendar date as a whole number of days since 1970-01-01: what the search counts in, because adding to an integer costs nothing.</summary>
public static class DayNumber
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    public static int Of(LocalDate date) => Period.DaysBetween(Epoch, date);

    public static LocalDate ToDate(int dayNumber) => Epoch.PlusDays(dayNumber);

    /// <summary>0 is Monday. The first of January 1970 was a Thursday.</summary>
    public static int WeekdayIndex(int dayNumber) => (((dayNumber + 3) % 7) + 7) % 7;
}
