using BookingPortal.Core.Availability;

namespace BookingPortal.Core.Catalog;

/// <summary>What a booking occupies: a person, a room, a bed, a machine. It may serve several sites.</summary>
public sealed class Resource
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The name in addresses and in the API; unique over all sites, lower case.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }

    /// <summary>The field's own word for it: <c>staff</c>, <c>room</c>, <c>bed</c>, <c>machine</c> …</summary>
    public required string Kind { get; set; }

    /// <summary>IANA zone id in which the rules and exceptions are read; its first site's unless set.</summary>
    public required string TimeZone { get; set; }

    /// <summary>How many units of it exist; each can be taken once at a time.</summary>
    public int Capacity { get; set; } = 1;

    /// <summary>The length of one claim cell; fixed while a future claim exists.</summary>
    public int GranularityMinutes { get; set; } = 5;

    /// <summary>Used by stays alone: it claims one cell per site-local night.</summary>
    public bool ClaimsByNight { get; set; }

    /// <summary>Recurring hours in <see cref="TimeZone"/>; empty means always open.</summary>
    public IReadOnlyList<AvailabilityRule> Hours { get; set; } = [];

    /// <summary>Dates on which <see cref="Hours"/> are replaced.</summary>
    public IReadOnlyList<ExceptionPeriod> Exceptions { get; set; } = [];

    /// <summary>The sites it serves, the first one first.</summary>
    public IReadOnlyList<Guid> Sites { get; set; } = [];

    /// <summary>Where it stands in lists, lowest first.</summary>
    public int Position { get; set; }
}
