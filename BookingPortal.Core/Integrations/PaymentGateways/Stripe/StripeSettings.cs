namespace BookingPortal.Core.Integrations.PaymentGateways.Stripe;

/// <summary>The business's account at Stripe. Not a record: those print what they hold, and this holds secrets.</summary>
public sealed class StripeSettings(string secretKey, string? webhookSecret, Uri baseAddress)
{
    public static readonly Uri DefaultAddress = new("https://api.stripe.com");

    public string SecretKey => secretKey;

    /// <summary>Signs Stripe's own calls; null = they are not taken, and payments are asked for instead.</summary>
    public string? WebhookSecret => webhookSecret;

    public Uri BaseAddress => baseAddress;
}
