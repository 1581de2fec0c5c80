using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>What happened to a payment. Closed.</summary>
public abstract record MoneyNews(Payment Payment, Instant At)
{
    /// <summary>The payment came.</summary>
    public sealed record Came(Payment Payment, Instant At) : MoneyNews(Payment, At);

    /// <summary>The gateway has given its page, so that it can be paid from now on; as a rule at once, and hours later where the gateway was away.</summary>
    public sealed record CanBePaid(Payment Payment, Instant At) : MoneyNews(Payment, At);

    /// <summary>The gateway has taken a refund of it.</summary>
    public sealed record WentBack(Payment Payment, Refund Refund, Instant At) : MoneyNews(Payment, At);
}
