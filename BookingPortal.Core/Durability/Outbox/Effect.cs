using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>A message as its handler sees it.</summary>
/// <param name="Id">The key of the effect: the same id twice is the same effect, and must be felt outside once.</param>
/// <param name="Destination">Such as <c>mail:eva@example.com</c>; a person may have corrected it.</param>
/// <param name="Payload">JSON, as it was planned or as a person corrected it.</param>
/// <param name="Attempt">1 for the first try.</param>
public sealed record Effect(
    Guid Id, string Kind, string Destination, Guid? BookingId, int BookingVersion, string? Topic, string Payload, Instant CreatedAt, int Attempt)
{
    /// <summary>Where it really goes: the destination after its first colon.</summary>
    public string Address => Destination[(Destination.IndexOf(':', StringComparison.Ordinal) + 1)..];
}

/// <summary>What came of a try. Closed: the workers handle every case.</summary>
public abstract record EffectAnswer
{
    private EffectAnswer()
    {
    }

    /// <summary>It is done.</summary>
    /// <param name="Receipt">What the other side called it, for questions later; null when it said nothing.</param>
    public sealed record Delivered(string? Receipt = null) : EffectAnswer;

    /// <summary>Not now. The usual waits apply, or the one that the other side asked for.</summary>
    /// <param name="Why">In plain words, for the person who reads it later.</param>
    /// <param name="NotBefore">When the other side wants to be asked again.</param>
    /// <param name="IsOutage">The system outside did not do its part, which counts against its circuit; false where only this message has a problem.</param>
    public sealed record TryAgain(string Why, Instant? NotBefore = null, bool IsOutage = true) : EffectAnswer;

    /// <summary>Nobody was asked: the message itself has to wait for its time, which is no failure and uses up no try.</summary>
    public sealed record NotYet(string Why, Instant Until) : EffectAnswer;

    /// <summary>No. A permanent refusal is a dead letter at once; another one is tried again like <see cref="TryAgain"/>, without blame for the system.</summary>
    public sealed record Refused(string Why, bool Permanent = true) : EffectAnswer;

    /// <summary>Nobody needs it any more, as with a reminder of a cancelled visit.</summary>
    public sealed record Pointless(string Why) : EffectAnswer;
}

/// <summary>The port to whoever does one kind of effect. One handler per kind.</summary>
public interface IEffectHandler
{
    /// <summary>Stands in <see cref="OutboxMessage.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>How many of them at the same time at most, in this process.</summary>
    int MostAtOnce => 8;

    /// <summary>Does it, or says why not. It may be called again with the same id, also after it was done: keep the outcome with <see cref="KeepEffectResult"/> as soon as the other side has taken it.</summary>
    Task<EffectAnswer> DeliverAsync(Effect effect, CancellationToken cancellationToken);
}

/// <summary>Which kinds of effects this portal can do. Handlers are looked up late, because some of them use verbs that leave messages themselves.</summary>
public sealed class EffectHandlers(Func<IEnumerable<IEffectHandler>> find)
{
    private readonly Lazy<IReadOnlyDictionary<string, IEffectHandler>> _byKind =
        new(() => find().ToDictionary(handler => handler.Kind, StringComparer.Ordinal));

    public IReadOnlyDictionary<string, IEffectHandler> ByKind => _byKind.Value;
}
