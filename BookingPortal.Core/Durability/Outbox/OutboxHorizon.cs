using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>How far back the outbox remembers: one row. What came to rest earlier may be forgotten, also where it is to be kept for longer from now on.</summary>
public sealed class OutboxHorizon
{
    /// <summary>There is one.</summary>
    public const int Only = 1;

    public int Id { get; init; } = Only;

    public required Instant ForgottenBefore { get; set; }
}
