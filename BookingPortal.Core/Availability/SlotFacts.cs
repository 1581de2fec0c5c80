using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Everything the search may look at for one service at one site. Only facts: it reads nothing else, and no clock.</summary>
/// <param name="Resources">Every resource that a group of the service names, in any order; one that is absent counts as closed.</param>
public sealed record SlotFacts(SiteRules Site, ServiceRules Service, IReadOnlyList<ResourceCalendar> Resources)
{
    /// <summary>Sessions of this service at this site that start on the dates asked for; classes alone have any.</summary>
    public IReadOnlyList<SessionState> Sessions { get; init; } = [];

    /// <summary>Holding bookings and open holds of this service at this site per site-local date of their start, for <see cref="ServiceRules.MaxPerDay"/>.</summary>
    public IReadOnlyDictionary<LocalDate, int> BookingsPerDay { get; init; } = ResourceCalendar.EmptyCounts;

    /// <summary>When the first open hold that is counted in the sessions or in the bookings per day expires; the search cannot see that by itself.</summary>
    public Instant? CountsChangeAt { get; init; }
}
