namespace BookingPortal.Core.Payments;

/// <summary>Stands in for a gateway that a payment began with and that is not set up any more: nothing can be asked of it, and a person must send its money back.</summary>
public sealed class GatewayGone(string name) : IPaymentGateway
{
    public string Name => name;

    private string Words => $"This portal does not work with the gateway {name} any more.";

    public Task<GatewayAnswer> StartAsync(Payment payment, CheckoutOrder order, CancellationToken cancellationToken) =>
        Task.FromResult<GatewayAnswer>(new GatewayAnswer.Refused(Words));

    /// <summary>Not refused: the money may have been taken there, which only a person can find out.</summary>
    public Task<GatewayAnswer> ReadAsync(Payment payment, CancellationToken cancellationToken) =>
        Task.FromResult<GatewayAnswer>(new GatewayAnswer.Unavailable(Words));

    public Task<GatewayAnswer> CloseAsync(Payment payment, CancellationToken cancellationToken) => ReadAsync(payment, cancellationToken);

    public Task<GatewayAnswer> RefundAsync(Payment payment, Refund refund, CancellationToken cancellationToken) =>
        Task.FromResult<GatewayAnswer>(new GatewayAnswer.Refused($"{Words} Send the money back there by hand."));
}
