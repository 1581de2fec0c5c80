namespace BookingPortal.Core.Payments;

/// <summary>The port to whoever takes the money. Every call is safe to repeat: the payment's or refund's id is the idempotency key.</summary>
public interface IPaymentGateway
{
    /// <summary>Stands in <see cref="Payment.Gateway"/>: a payment is finished with the gateway it began with.</summary>
    string Name { get; }

    /// <summary>Asks for a page on which the customer pays.</summary>
    /// <param name="payment">What is asked for.</param>
    /// <param name="order">What stands on that page, and where it leads back to.</param>
    Task<GatewayAnswer> StartAsync(Payment payment, CheckoutOrder order, CancellationToken cancellationToken);

    /// <summary>Asks how a started payment stands, for when no webhook came.</summary>
    Task<GatewayAnswer> ReadAsync(Payment payment, CancellationToken cancellationToken);

    /// <summary>Closes the page of a payment that is not asked for any more, so that nobody pays there by mistake.</summary>
    /// <returns><see cref="GatewayAnswer.Refused"/> once nobody can pay there, <see cref="GatewayAnswer.Paid"/> where somebody was quicker.</returns>
    Task<GatewayAnswer> CloseAsync(Payment payment, CancellationToken cancellationToken);

    /// <summary>Sends a part or all of it back.</summary>
    Task<GatewayAnswer> RefundAsync(Payment payment, Refund refund, CancellationToken cancellationToken);
}

/// <summary>What the customer sees on the gateway's page.</summary>
/// <param name="Reference">The booking's reference.</param>
/// <param name="Title">What is paid for, such as "Haircut, Lisbon, Tue 24 Nov 10:30".</param>
/// <param name="CustomerEmail">Where the gateway's receipt goes.</param>
/// <param name="ReturnUrl">Where the customer comes back to, paid or not; absolute.</param>
public sealed record CheckoutOrder(string Reference, string Title, string CustomerEmail, string ReturnUrl);

/// <summary>What a gateway said. Not being able to ask is an answer too.</summary>
public abstract record GatewayAnswer
{
    private GatewayAnswer()
    {
    }

    /// <summary>The customer can pay there.</summary>
    public sealed record Started(string GatewayReference, string CheckoutUrl) : GatewayAnswer;

    /// <summary>Nothing decided yet.</summary>
    public sealed record Pending : GatewayAnswer;

    public sealed record Paid(string GatewayReference) : GatewayAnswer;

    public sealed record Refunded : GatewayAnswer;

    /// <summary>No, and asking again will not change it.</summary>
    public sealed record Refused(string Reason) : GatewayAnswer;

    /// <summary>It could not be asked, or it failed on its side: try again later.</summary>
    public sealed record Unavailable(string Reason) : GatewayAnswer;
}
