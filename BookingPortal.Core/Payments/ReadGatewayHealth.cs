namespace BookingPortal.Core.Payments;

/// <summary>How the gateways are doing, as this node sees it; the one that new payments go through comes first.</summary>
public sealed class ReadGatewayHealth(IEnumerable<IPaymentGateway> gateways)
{
    /// <returns>Empty when everything is paid at the desk.</returns>
    public IReadOnlyList<GatewayHealth> Run() => [.. gateways.OfType<IWatchedGateway>().Select(gateway => gateway.Health)];
}
