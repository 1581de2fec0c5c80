using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>One run of a class that many customers share; unique by service, site and start, and the owner of its resources' claims.</summary>
public sealed class Session
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ServiceId { get; init; }

    public required Guid SiteId { get; init; }

    public required Instant StartsAt { get; init; }

    public required Instant EndsAt { get; init; }

    public required int Seats { get; init; }

    /// <summary>Put there by staff, so it stays when the last customer leaves.</summary>
    public required bool IsScheduled { get; init; }

    /// <summary>The resources it holds, one per group of its service.</summary>
    public required IReadOnlyList<Guid> Resources { get; init; }

    /// <summary>When a session that only holds have joined lets go by itself; null once a booking has, or staff scheduled it.</summary>
    public Instant? ExpiresAt { get; set; }

    /// <summary>Raised by every joining and leaving, so that emptying and joining at once cannot both succeed.</summary>
    public int Version { get; set; } = 1;
}
