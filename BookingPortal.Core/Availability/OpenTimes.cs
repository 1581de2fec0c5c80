using BookingPortal.Core.Availability.Search;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>When a resource is open at a site, as staff see it shaded on the calendar: its own hours, cut to the site's.</summary>
public static class OpenTimes
{
    /// <param name="firstDate">Site-local, inclusive.</param>
    /// <param name="lastDate">Site-local, inclusive.</param>
    /// <returns>Ascending and apart from each other; the first may begin on the evening before.</returns>
    public static IReadOnlyList<Interval> Of(Resource resource, Site site, LocalDate firstDate, LocalDate lastDate)
    {
        // One date more on either side: openings cross midnight, and another zone's date begins earlier or later.
        (int firstDay, int lastDay) = (DayNumber.Of(firstDate) - 2, DayNumber.Of(lastDate) + 1);
        TimeList own = Read(resource.Hours, resource.Exceptions, resource.TimeZone, firstDay, lastDay);
        TimeList sites = Read(site.Hours, site.Exceptions, site.TimeZone, firstDay, lastDay);
        DateTimeZone zone = SiteTime.FindZone(site.TimeZone)!;
        long from = SiteTime.StartOfDay(firstDate, zone).ToUnixTimeTicks();
        long to = SiteTime.StartOfDay(lastDate.PlusDays(1), zone).ToUnixTimeTicks();
        var both = new TimeList();
        for (int i = 0; i < own.Count; i++)
        {
            sites.CutInto(both, Math.Max(own[i].From, from), Math.Min(own[i].To, to));
        }

        both.SortAndJoin();
        return [.. Enumerable.Range(0, both.Count).Select(i => new Interval(
            Instant.FromUnixTimeTicks(both[i].From), Instant.FromUnixTimeTicks(both[i].To)))];
    }

    private static TimeList Read(
        IReadOnlyList<AvailabilityRule> rules, IReadOnlyList<ExceptionPeriod> exceptions, string timeZone, int firstDay, int lastDay)
    {
        var clock = new SiteTime.Stretch(SiteTime.FindZone(timeZone)!, firstDay, lastDay);
        var hours = new HoursOfDates(rules, exceptions, clock, firstDay, lastDay);
        var open = new TimeList();
        for (int day = firstDay; day <= lastDay; day++)
        {
            hours.AddTo(open, day);
        }

        open.SortAndJoin();
        return open;
    }
}
