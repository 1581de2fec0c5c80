using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>What a site itself says about time: its zone, its own hours (none = always open) and its exceptions.</summary>
/// <param name="Name">Used in the answers for staff alone.</param>
/// <param name="TakesBookings">False while the business has closed the whole site, whatever its hours say.</param>
public sealed record SiteRules(
    Guid Id,
    string Name,
    DateTimeZone Zone,
    IReadOnlyList<AvailabilityRule> Hours,
    IReadOnlyList<ExceptionPeriod> Exceptions,
    bool TakesBookings = true);
