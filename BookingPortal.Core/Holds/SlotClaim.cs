using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>
/// One cell of time on one unit of one resource. Its primary key (resource, cell, unit) is what makes a double booking
/// impossible: the database refuses the second claimant at any isolation level and from any code path.
/// </summary>
public sealed class SlotClaim
{
    /// <summary>A resource, a session (its seats), or a limit made by <see cref="ClaimKeys"/>.</summary>
    public required Guid ResourceId { get; init; }

    /// <summary>Counted from the Unix epoch in the resource's granularity; a night by its local date.</summary>
    public required long Cell { get; init; }

    /// <summary>1 … capacity; above it only where staff overbooked on purpose.</summary>
    public required int Unit { get; init; }

    public required Guid OwnerId { get; init; }

    /// <summary>When a hold lets go by itself, in the row that decides; null once booked.</summary>
    public Instant? ExpiresAt { get; set; }
}
