using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>The port to calls that a gateway makes by itself: it knows the gateway's own from forgeries, and what they say.</summary>
public interface IGatewayWebhook
{
    /// <summary>The gateway's name, as in <see cref="IPaymentGateway.Name"/>.</summary>
    string Gateway { get; }

    /// <param name="body">As it came over the wire: one changed byte breaks the signature.</param>
    /// <param name="signature">The gateway's signature header; null where there was none.</param>
    /// <param name="now">Old calls are refused, so that nobody can record one and send it again.</param>
    GatewayNews Read(ReadOnlySpan<byte> body, string? signature, Instant now);
}

/// <summary>What a gateway's call came to say.</summary>
public abstract record GatewayNews
{
    private GatewayNews()
    {
    }

    /// <summary>Not the gateway's, too old, or unreadable; nothing of it is believed.</summary>
    public sealed record NotBelieved(string Why) : GatewayNews;

    /// <summary>Nothing that the portal needs to know.</summary>
    public sealed record NothingToDo(string EventType) : GatewayNews;

    /// <summary>A payment is decided.</summary>
    /// <param name="EventId">The gateway's name for this news; the same news may come many times.</param>
    /// <param name="Page">What the gateway calls the page that it is about; a payment may have had another one, of which nobody ever heard.</param>
    public sealed record PaymentDecided(string EventId, Guid PaymentId, GatewayAnswer Answer, string Page) : GatewayNews;

    /// <summary>Money that the gateway had taken back to the customer did not arrive there.</summary>
    public sealed record RefundFailed(string EventId, Guid RefundId, string Why) : GatewayNews;
}
