using System.Text.Json;
using BookingPortal.Core.Payments;

namespace BookingPortal.Core.Integrations.PaymentGateways.Stripe;

/// <summary>What came back from a call to Stripe.</summary>
internal abstract record StripeReply
{
    private StripeReply()
    {
    }

    public sealed record Answered(JsonElement Body) : StripeReply;

    /// <param name="Answer">Refused or unavailable.</param>
    /// <param name="Code">Stripe's error code, such as <c>charge_already_refunded</c>; null where it gave none.</param>
    /// <param name="IsOld">Stripe told again how an earlier request under the same key had failed, and does so for a day; it did not try anew.</param>
    public sealed record Failed(GatewayAnswer Answer, string? Code = null, bool IsOld = false) : StripeReply;
}
