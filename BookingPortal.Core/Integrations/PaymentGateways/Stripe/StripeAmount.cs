namespace BookingPortal.Core.Integrations.PaymentGateways.Stripe;

/// <summary>
/// Stripe counts most currencies in the smallest unit of ISO 4217, as the portal does. The exceptions are its own
/// (https://docs.stripe.com/currencies#special-cases): two currencies without cents are counted in hundredths, one with
/// cents is counted whole, and thousandths must be round.
/// </summary>
internal static class StripeAmount
{
    private static readonly string[] CountedInHundredths = ["ISK", "UGX"];
    private static readonly string[] CountedWhole = ["MGA"];
    private static readonly string[] Thousandths = ["BHD", "JOD", "KWD", "OMR", "TND"];

    /// <returns>Null when Stripe cannot take this amount.</returns>
    public static long? Of(long amount, string currency) => currency switch
    {
        _ when CountedInHundredths.Contains(currency) => amount * 100,
        _ when CountedWhole.Contains(currency) => amount % 100 == 0 ? amount / 100 : null,
        _ when Thousandths.Contains(currency) => amount % 10 == 0 ? amount : null,
        _ => amount,
    };
}
