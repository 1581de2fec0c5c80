using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>What the world outside said to an effect, kept under the effect's key the moment it was said, so that a repetition gives the same answer without doing it again.</summary>
public sealed class EffectResult
{
    /// <summary>The effect's id, or the id with a part of it, such as one of two recipients.</summary>
    public required string Key { get; init; }

    public string? Receipt { get; init; }

    public required Instant At { get; init; }
}
