using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Says the catalog in the words of the search.</summary>
public static class CatalogFacts
{
    /// <exception cref="InvalidOperationException">A stored zone is unknown to this zone database; setup and import refuse such zones.</exception>
    public static DateTimeZone ZoneOf(string zoneId) =>
        SiteTime.FindZone(zoneId) ?? throw new InvalidOperationException($"The zone database {SiteTime.TzdbVersion} does not know the stored zone {zoneId}.");

    public static DateTimeZone ZoneOf(Site site) => ZoneOf(site.TimeZone);

    public static SiteRules RulesOf(Site site) => new(site.Id, site.Name, ZoneOf(site), site.Hours, site.Exceptions, site.TakesBookings);

    /// <summary>Resources that do not serve the site are left out of the groups: they cannot be asked for there.</summary>
    public static ServiceRules RulesOf(
        Service service, Site site, CatalogSnapshot catalog, IReadOnlyDictionary<int, Guid>? lastChosen = null) => new()
    {
        Id = service.Id,
        Kind = service.Kind,
        DurationMinutes = service.DurationMinutes,
        Nights = service.Nights,
        CheckInMinute = MinuteOf(service.CheckIn),
        CheckOutMinute = MinuteOf(service.CheckOut),
        StepMinutes = service.StepMinutes > 0 ? service.StepMinutes : null,
        Grid = service.Grid,
        FillGaps = service.FillGaps,
        BufferBeforeMinutes = service.BufferBeforeMinutes,
        BufferAfterMinutes = service.BufferAfterMinutes,
        MinNoticeMinutes = service.MinNoticeMinutes,
        WindowDays = service.WindowDays,
        MaxPerDay = service.MaxPerDay,
        Seats = service.Seats,
        Groups = [.. service.Requires.Select((group, index) => new ResourceGroup(
            [.. group.AnyOf.Where(id => catalog.Resource(id).Sites.Contains(site.Id))],
            group.Choose,
            lastChosen is not null && lastChosen.TryGetValue(index, out Guid chosen) ? chosen : null))],
    };

    /// <summary>The resource without anything taken.</summary>
    public static ResourceCalendar CalendarOf(Resource resource) => new()
    {
        Id = resource.Id,
        Name = resource.Name,
        Zone = ZoneOf(resource.TimeZone),
        Rules = resource.Hours,
        Exceptions = resource.Exceptions,
        Capacity = resource.Capacity,
        GranularityMinutes = resource.GranularityMinutes,
        ClaimsByNight = resource.ClaimsByNight,
    };

    private static int MinuteOf(LocalTime time) => (time.Hour * 60) + time.Minute;
}
