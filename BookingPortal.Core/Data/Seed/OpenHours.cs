using BookingPortal.Core.Availability;
using BookingPortal.Core.Availability.Search;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Whether a resource is at work at a time: an import prefers those who are, when it may choose.</summary>
internal sealed class OpenHours
{
    private readonly Dictionary<Guid, TimeList> _open = [];
    private readonly Func<Guid, Resource> _resource;
    private readonly Instant _from;
    private readonly Instant _to;

    /// <param name="from">The first instant that will be asked about.</param>
    /// <param name="to">The last one.</param>
    public OpenHours(Func<Guid, Resource> resource, Instant from, Instant to) => (_resource, _from, _to) = (resource, from, to);

    /// <summary>Cheapest when the starts of one resource come in ascending order.</summary>
    public bool Covers(Guid resourceId, Instant start, Instant end)
    {
        if (!_open.TryGetValue(resourceId, out TimeList? open))
        {
            open = Read(_resource(resourceId));
            _open.Add(resourceId, open);
        }

        return open.Contains(start.ToUnixTimeTicks(), end.ToUnixTimeTicks());
    }

    private TimeList Read(Resource resource)
    {
        DateTimeZone zone = CatalogFacts.ZoneOf(resource.TimeZone);
        int firstDay = DayNumber.Of(SiteTime.DateOf(_from, zone)) - 2;
        int lastDay = DayNumber.Of(SiteTime.DateOf(_to, zone)) + 2;
        var hours = new HoursOfDates(resource.Hours, resource.Exceptions, new SiteTime.Stretch(zone, firstDay, lastDay), firstDay, lastDay);
        var open = new TimeList();
        for (int day = firstDay; day <= lastDay; day++)
        {
            hours.AddTo(open, day);
        }

        open.SortAndJoin();
        return open;
    }
}
