namespace BookingPortal.Core.Integrations.PaymentGateways;

/// <summary>Takes the test gateway off the line, to see what the portal does without it.</summary>
public sealed class GatewayOutage
{
    private volatile bool _isDown;

    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }
}
