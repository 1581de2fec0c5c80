using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>Money asked for a booking in advance, with a life of its own beside the booking's.</summary>
public sealed class Payment
{
    /// <summary>Also the idempotency key towards the gateway: asked twice, it is still one payment.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid BookingId { get; init; }

    /// <summary>Minor units of <see cref="Currency"/>.</summary>
    public required long Amount { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    public required PaymentState State { get; set; }

    /// <summary>The name of the gateway it goes through, such as <c>test</c> or <c>stripe</c>.</summary>
    public required string Gateway { get; init; }

    /// <summary>What the gateway calls it; null until it answered.</summary>
    public string? GatewayReference { get; set; }

    /// <summary>The gateway's page on which the customer pays; null until it answered. No card data ever reaches the portal.</summary>
    public string? CheckoutUrl { get; set; }

    /// <summary>How much of it went back, in minor units.</summary>
    public long Refunded { get; set; }

    /// <summary>Why it failed, in the gateway's words; null while it has not.</summary>
    public string? Problem { get; set; }

    public required Instant CreatedAt { get; init; }

    public required Instant ChangedAt { get; set; }

    /// <summary>Raised by every change; a webhook and a poll that come at once cannot both settle it.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Whether it came, gone back since or not.</summary>
    public static bool IsMoney(Payment payment) => payment.State is PaymentState.Paid or PaymentState.PartRefunded or PaymentState.Refunded;
}

/// <summary>Where a payment stands.</summary>
public enum PaymentState
{
    None,
    Pending,
    Authorised,
    Paid,
    PartRefunded,
    Refunded,
    Failed,
}

/// <summary>Money on its way back to the customer; tried until the gateway has taken it or a person has seen it.</summary>
public sealed class Refund
{
    /// <summary>Also the idempotency key towards the gateway.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid PaymentId { get; init; }

    public required Guid BookingId { get; init; }

    /// <summary>Minor units of the payment's currency.</summary>
    public required long Amount { get; init; }

    /// <summary>Why it goes back, for the history.</summary>
    public required string Reason { get; init; }

    public required RefundState State { get; set; }

    public int Attempts { get; set; }

    /// <summary>When it is tried next.</summary>
    public required Instant DueAt { get; set; }

    /// <summary>What the gateway said the last time; null while nothing went wrong.</summary>
    public string? Problem { get; set; }

    public required Instant CreatedAt { get; init; }
}

/// <summary>Where a refund stands.</summary>
public enum RefundState
{
    Pending,
    Done,

    /// <summary>The gateway refused for good, or a day of tries is over: a person has to see to it.</summary>
    NeedsPerson,
}
