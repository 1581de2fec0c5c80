using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace BookingPortal.BookOnline.Words;

/// <summary>Time zones by the names that people give them.</summary>
public static class ZoneWords
{
    /// <summary>The zones worth choosing from: one per place of the zone database's own list, by region.</summary>
    public static IReadOnlyList<IGrouping<string, DateTimeZone>> Choices { get; } = ReadChoices();

    /// <summary>"Lisbon" of Europe/Lisbon, "New York" of America/New_York.</summary>
    public static string City(DateTimeZone zone)
    {
        int slash = zone.Id.LastIndexOf('/');
        return zone.Id[(slash + 1)..].Replace('_', ' ');
    }

    /// <summary>"UTC+1", "UTC+5:45", "UTC−3:30", "UTC": how far its clocks are ahead at that time.</summary>
    public static string Ahead(DateTimeZone zone, Instant at)
    {
        int minutes = zone.GetUtcOffset(at).Seconds / 60;
        if (minutes == 0)
        {
            return "UTC";
        }

        int size = Math.Abs(minutes);
        string rest = size % 60 == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{size % 60:00}");
        return string.Create(CultureInfo.InvariantCulture, $"UTC{(minutes < 0 ? '−' : '+')}{size / 60}{rest}");
    }

    private static List<IGrouping<string, DateTimeZone>> ReadChoices() =>
    [
        .. (TzdbDateTimeZoneSource.Default.ZoneLocations ?? [])
            .Select(place => place.ZoneId)
            .Where(id => id.Contains('/', StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(id => DateTimeZoneProviders.Tzdb[id])
            .GroupBy(zone => zone.Id[..zone.Id.IndexOf('/', StringComparison.Ordinal)]),
    ];
}
