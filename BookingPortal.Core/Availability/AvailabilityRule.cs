using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Recurring opening hours of a resource or a site: these days of the week, these hours, as long as the rule is valid.</summary>
/// <param name="ValidFrom">The first date it opens, inclusive; null = always has.</param>
/// <param name="ValidTo">The last date it opens, inclusive; null = for ever.</param>
public sealed record AvailabilityRule(Weekdays Days, OpeningHours Hours, LocalDate? ValidFrom = null, LocalDate? ValidTo = null)
{
    public bool OpensOn(LocalDate date) =>
        OpensOnWeekday(DayNumber.WeekdayIndex(DayNumber.Of(date))) && !(date < ValidFrom) && !(date > ValidTo);

    internal bool OpensOnWeekday(int weekdayIndex) => ((int)Days & (1 << weekdayIndex)) != 0;

    /// <summary>What is wrong with this rule, in words, or null.</summary>
    public string? Problem()
    {
        if ((Days & Weekdays.All) == Weekdays.None)
        {
            return $"The hours {Hours} name no day of the week.";
        }

        return ValidTo < ValidFrom ? $"The hours {Hours} end ({ValidTo:R}) before they begin ({ValidFrom:R})." : Hours.Problem();
    }
}
