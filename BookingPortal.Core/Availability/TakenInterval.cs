using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Time of a resource that a hold, a booking or a session's claims have taken, buffers included.</summary>
/// <remarks>
/// A search reads tens of thousands of these, most of them only to find that they do not matter. So they are kept as Unix
/// ticks, which is what it compares; to everybody else they are instants.
/// </remarks>
public readonly record struct TakenInterval
{
    internal const long Never = long.MaxValue;

    /// <param name="owner">The hold, booking or session it belongs to; a booking that moves does not stand in its own way.</param>
    /// <param name="from">Start, buffer before included.</param>
    /// <param name="to">End, buffer after included; exclusive.</param>
    /// <param name="units">How many units of the resource's capacity.</param>
    /// <param name="expiresAt">When a hold ends; from that instant on it takes nothing. Null for bookings.</param>
    public TakenInterval(Guid owner, Instant from, Instant to, int units = 1, Instant? expiresAt = null)
    {
        Owner = owner;
        FromTicks = from.ToUnixTimeTicks();
        ToTicks = to.ToUnixTimeTicks();
        Units = units;
        ExpiryTicks = expiresAt?.ToUnixTimeTicks() ?? Never;
    }

    public Guid Owner { get; }

    public Instant From => Instant.FromUnixTimeTicks(FromTicks);

    public Instant To => Instant.FromUnixTimeTicks(ToTicks);

    public Instant? ExpiresAt => ExpiryTicks == Never ? null : Instant.FromUnixTimeTicks(ExpiryTicks);

    public int Units { get; }

    internal long FromTicks { get; }

    internal long ToTicks { get; }

    internal long ExpiryTicks { get; }
}
