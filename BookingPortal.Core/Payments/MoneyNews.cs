using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>What happened to a booking's money. Closed.</summary>
public abstract record MoneyNews(Payment Payment, Instant At)
{
    /// <summary>The payment came.</summary>
    public sealed record Came(Payment Payment, Instant At) : MoneyNews(Payment, At);

    /// <summary>The gateway has taken a refund of it.</summary>
    public sealed record WentBack(Payment Payment, Refund Refund, Instant At) : MoneyNews(Payment, At);
}
