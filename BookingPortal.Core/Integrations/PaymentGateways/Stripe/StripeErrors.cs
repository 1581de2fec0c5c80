using System.Net;
using System.Text.Json;
using BookingPortal.Core.Payments;

namespace BookingPortal.Core.Integrations.PaymentGateways.Stripe;

/// <summary>Which of Stripe's errors another try can mend (https://docs.stripe.com/api/errors).</summary>
internal static class StripeErrors
{
    /// <summary>What stands in the history is a sentence, not a document.</summary>
    private const int LongestReason = 300;

    public static StripeReply.Failed Read(HttpStatusCode status, string text)
    {
        (string? type, string? code, string? message) = Parse(text);
        return new StripeReply.Failed(Judge((int)status, type, code, message), code);
    }

    private static GatewayAnswer Judge(int status, string? type, string? code, string? message) => status switch
    {
        // A key that was withdrawn is replaced by the operator; until then bookings wait instead of falling.
        // Stripe's own words are left out: they repeat the end of the key.
        401 or 403 => new GatewayAnswer.Unavailable($"Stripe does not accept the portal's secret key ({status})."),

        // 409: another call holds the same key or object. 424: a bank or partner failed.
        409 or 424 or 429 or >= 500 => new GatewayAnswer.Unavailable($"Stripe could not do it now ({status}{Named(code ?? type)})."),
        >= 400 => new GatewayAnswer.Refused(Shorten(
            type == "card_error" && message is not null ? message : $"Stripe refused it ({status}{Named(code ?? type)}): {message ?? "without a reason"}")),

        // Redirects are not followed, lest the key be shown to somebody else.
        _ => new GatewayAnswer.Unavailable($"Stripe's address answered with {status}, which is not Stripe's way."),
    };

    private static string Named(string? code) => code is null ? "" : $", {code}";

    private static string Shorten(string reason) => reason.Length <= LongestReason ? reason : $"{reason[..LongestReason]}…";

    /// <summary>Proxies answer in HTML; then the status has to do.</summary>
    private static (string? Type, string? Code, string? Message) Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out JsonElement error)
                && error.ValueKind == JsonValueKind.Object
                ? (error.Text("type"), error.Text("code"), error.Text("message"))
                : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
