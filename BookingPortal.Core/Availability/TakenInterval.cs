using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Time of a resource that a hold, a booking or a session's claims have taken, buffers included.</summary>
/// <param name="Owner">The hold, booking or session it belongs to; a booking that moves does not stand in its own way.</param>
/// <param name="From">Start, buffer before included.</param>
/// <param name="To">End, buffer after included; exclusive.</param>
/// <param name="Units">How many units of the resource's capacity.</param>
/// <param name="ExpiresAt">When a hold ends; from that instant on it takes nothing. Null for bookings.</param>
public readonly record struct TakenInterval(Guid Owner, Instant From, Instant To, int Units = 1, Instant? ExpiresAt = null)
{
    public bool HasExpired(Instant now) => ExpiresAt is { } expiry && expiry <= now;
}
