using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>One busy time as an outside calendar reported it for a resource: a fact that is kept, not a claim.</summary>
public sealed class OutsideBusyTime
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResourceId { get; init; }

    public required Instant StartsAt { get; init; }

    public required Instant EndsAt { get; init; }

    /// <summary>Where it came from, such as <c>scenario</c> or a calendar's address.</summary>
    public required string Source { get; init; }
}
