using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>
/// One interval of one resource (or the seats of one session) that a hold, a booking or a session has taken.
/// Written in the transaction of its claims, so that search reads intervals and never cells.
/// </summary>
public sealed class TakenTime
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The hold or booking (they share their id), or the session, that owns the time.</summary>
    public required Guid OwnerId { get; init; }

    public required Guid ServiceId { get; init; }

    public required Guid SiteId { get; init; }

    /// <summary>The resource taken, or the session when seats were taken.</summary>
    public required Guid ResourceId { get; init; }

    public required Instant StartsAt { get; init; }

    public required Instant EndsAt { get; init; }

    /// <summary>The start with its buffer: from here the resource is blocked.</summary>
    public required Instant BlockedFrom { get; init; }

    /// <summary>The end with its buffer: until here the resource is blocked.</summary>
    public required Instant BlockedTo { get; init; }

    /// <summary>Units of the resource, or seats of the session.</summary>
    public required int Units { get; init; }

    /// <summary>Site-local date of the start; limits per day count by it.</summary>
    public required LocalDate LocalDate { get; init; }

    /// <summary>The owner is a session and not a customer's hold or booking, so it does not count towards limits.</summary>
    public bool IsSession { get; init; }

    /// <summary>When a hold lets go by itself; null for bookings and sessions.</summary>
    public Instant? ExpiresAt { get; set; }

    /// <summary>The same time, given back from an instant on. It gets a row of its own.</summary>
    public TakenTime Until(Instant blockedTo) => new()
    {
        OwnerId = OwnerId,
        ServiceId = ServiceId,
        SiteId = SiteId,
        ResourceId = ResourceId,
        StartsAt = StartsAt,
        EndsAt = EndsAt,
        BlockedFrom = BlockedFrom,
        BlockedTo = blockedTo,
        Units = Units,
        LocalDate = LocalDate,
        IsSession = IsSession,
        ExpiresAt = ExpiresAt,
    };
}
