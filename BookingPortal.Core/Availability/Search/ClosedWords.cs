using System.Globalization;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability.Search;

/// <summary>Says of somebody who is closed at a time whether their hours or an exception made it so.</summary>
internal static class ClosedWords
{
    public static (bool IsException, string Words) Of(
        string name, IReadOnlyList<AvailabilityRule> rules, IReadOnlyList<ExceptionPeriod> exceptions, ZonedDateTime moment)
    {
        // The small hours belong to the date before, where its opening would have lasted into them.
        var date = moment.Date;
        var evening = date.PlusDays(-1);
        if (Covering(exceptions, evening) is not null && LastsUntil(rules, evening, moment))
        {
            date = evening;
        }

        return (Covering(exceptions, date) is not null, HoursInWords(name, rules, exceptions, date));
    }

    private static bool LastsUntil(IReadOnlyList<AvailabilityRule> rules, LocalDate evening, ZonedDateTime moment) =>
        rules.Any(rule => rule.OpensOn(evening) && SiteTime.ToInstant(evening, rule.Hours.EndMinute, moment.Zone) > moment.ToInstant());

    private static ExceptionPeriod? Covering(IReadOnlyList<ExceptionPeriod> exceptions, LocalDate date) =>
        exceptions.FirstOrDefault(exception => exception.Covers(date));

    private static string HoursInWords(
        string name, IReadOnlyList<AvailabilityRule> rules, IReadOnlyList<ExceptionPeriod> exceptions, LocalDate date)
    {
        var day = date.ToString("dddd d MMMM uuuu", CultureInfo.InvariantCulture);
        if (Covering(exceptions, date) is { } covering)
        {
            return covering.Hours.Count == 0
                ? $"{name} takes nobody on {day}, an exception to the usual hours."
                : $"{name} is open {string.Join(", ", covering.Hours)} on {day}, an exception to the usual hours.";
        }

        var hours = rules.Where(rule => rule.OpensOn(date)).Select(rule => rule.Hours).OrderBy(opening => opening.FromMinute).ToList();
        return hours.Count == 0 ? $"{name} has no hours on {day}." : $"{name} is open {string.Join(", ", hours)} on {day}.";
    }
}
