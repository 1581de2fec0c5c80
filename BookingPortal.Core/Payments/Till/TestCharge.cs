using NodaTime;

namespace BookingPortal.Core.Payments.Till;

/// <summary>What the test gateway knows of one payment. It stands for the books of an outside company: the portal learns of it only by asking or being told.</summary>
public sealed class TestCharge
{
    /// <summary>The payment's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The booking's reference, as it stands on the till's page.</summary>
    public required string Reference { get; init; }

    public required string Title { get; init; }

    /// <summary>Minor units of <see cref="Currency"/>.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>Where the visitor goes back to.</summary>
    public required string ReturnUrl { get; init; }

    public TestChargeOutcome Outcome { get; set; }

    /// <summary>From when on the gateway answers with the outcome; null = never.</summary>
    public Instant? AnswersAt { get; set; }

    /// <summary>The portal has heard of the outcome.</summary>
    public bool IsTold { get; set; }

    /// <summary>What went back, each under its own key, so that a repetition is recognised.</summary>
    public IReadOnlyList<TestRefund> Refunds { get; set; } = [];

    public required Instant CreatedAt { get; init; }

    public int Version { get; set; } = 1;

    /// <summary>How much went back, in minor units.</summary>
    public long Refunded => Refunds.Sum(refund => refund.Amount);

    /// <summary>What it says when it is asked.</summary>
    public GatewayAnswer Answer(Instant now) => AnswersAt is { } at && at <= now
        ? Outcome switch
        {
            TestChargeOutcome.Paid => new GatewayAnswer.Paid(ReferenceOf(Id)),
            TestChargeOutcome.Refused => new GatewayAnswer.Refused("The test till was told to refuse the card."),
            _ => new GatewayAnswer.Pending(),
        }
        : new GatewayAnswer.Pending();

    /// <summary>What the gateway calls a payment.</summary>
    public static string ReferenceOf(Guid paymentId) => $"test_{paymentId:N}";
}

/// <summary>Money that the test gateway gave back.</summary>
public sealed record TestRefund(Guid Id, long Amount);

/// <summary>What the visitor of the test till chose.</summary>
public enum TestChargeOutcome
{
    Open,
    Paid,
    Refused,

    /// <summary>Nothing is ever answered.</summary>
    Silent,
}
