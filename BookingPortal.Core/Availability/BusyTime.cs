using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Time that an outside calendar has taken from a resource, to any minute or second; it blocks every cell it touches.</summary>
public readonly record struct BusyTime(Instant From, Instant To);
