using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>A slot kept for one visitor until it expires or is booked. Its claims decide, never this row.</summary>
public sealed class Hold
{
    /// <summary>Becomes the id of the booking made from it.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid SiteId { get; init; }

    public required Guid ServiceId { get; init; }

    /// <summary>The session whose seats are held; null for anything but a class.</summary>
    public Guid? SessionId { get; init; }

    public required Instant StartsAt { get; init; }

    public required Instant EndsAt { get; init; }

    /// <summary>Seats of a class, or units of the primary resource.</summary>
    public required int Seats { get; init; }

    /// <summary>The resources taken, one per group, the primary one first.</summary>
    public required IReadOnlyList<Guid> Resources { get; init; }

    /// <summary>A resource that the customer asked for by name, so that a later choice keeps to it.</summary>
    public Guid? WantedResource { get; init; }

    public required Instant ExpiresAt { get; set; }

    /// <summary>A hold may be renewed once.</summary>
    public bool IsRenewed { get; set; }

    /// <summary>How many claim rows belong to it: confirming must touch exactly so many.</summary>
    public required int ClaimCount { get; init; }

    public required Instant CreatedAt { get; init; }
}
