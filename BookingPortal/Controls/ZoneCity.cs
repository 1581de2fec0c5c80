using NodaTime;

namespace BookingPortal.Controls;

/// <summary>A zone as staff call it: by its city.</summary>
internal static class ZoneCity
{
    /// <summary>"Lisbon" for Europe/Lisbon, "New York" for America/New_York.</summary>
    public static string Of(DateTimeZone zone) => zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');
}
