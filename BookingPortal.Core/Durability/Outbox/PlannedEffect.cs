using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>An effect that somebody wants; it becomes a message when it is left in the outbox.</summary>
/// <param name="Kind">Whose work it is; where nobody does this kind nothing is written.</param>
/// <param name="Destination">Kind and address, such as <c>mail:eva@example.com</c>.</param>
/// <param name="Payload">JSON that the handler understands.</param>
/// <param name="Topic">A newer one of the same topic, booking and destination replaces one that still waits; null = never.</param>
public sealed record PlannedEffect(string Kind, string Destination, string Payload, string? Topic = null)
{
    public Guid? BookingId { get; init; }

    public int BookingVersion { get; init; }

    /// <summary>Null = at once.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>Null = always worth delivering.</summary>
    public Instant? PointlessAfter { get; init; }

    /// <summary>Words that name this effect, such as booking, version and kind of reminder: left a second time it is passed over, as long as the first is kept.</summary>
    public string? Once { get; init; }

    /// <summary>Left a while after what its booking's version itself has caused, so that there is something to replace also of the first one. It needs a name (<see cref="Once"/>).</summary>
    public bool IsLater { get; init; }

    /// <summary>The message's id, where the cause gives the effect a name; null = a new one, or the one that <see cref="Once"/> makes.</summary>
    public Guid? Key { get; init; }
}
