using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>One try to deliver one message, kept whatever came of it.</summary>
public sealed class DeliveryAttempt
{
    public required Guid MessageId { get; init; }

    /// <summary>The lease it ran under, which is unique for the message: 1, 2, 3 …</summary>
    public required int Fence { get; init; }

    /// <summary>The message's, so that a day can be counted without looking at messages.</summary>
    public required string Kind { get; init; }

    public required Instant At { get; init; }

    public required long TookMilliseconds { get; init; }

    /// <summary>The process that tried.</summary>
    public required string Worker { get; init; }

    public required AttemptOutcome Outcome { get; init; }

    /// <summary>The receipt where it was delivered, the reason where it was not.</summary>
    public string? Why { get; init; }
}

/// <summary>How one try ended.</summary>
public enum AttemptOutcome
{
    Delivered,

    /// <summary>It failed for now.</summary>
    Later,

    /// <summary>It was refused for good.</summary>
    Refused,

    /// <summary>Nobody needed it any more.</summary>
    Pointless,

    /// <summary>The handler failed in a way nobody foresaw.</summary>
    Failed,
}
