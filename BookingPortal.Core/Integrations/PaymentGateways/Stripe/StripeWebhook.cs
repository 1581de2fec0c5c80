using System.Text.Json;
using BookingPortal.Core.Payments;
using NodaTime;

namespace BookingPortal.Core.Integrations.PaymentGateways.Stripe;

/// <summary>Reads the calls that Stripe makes when something is decided.</summary>
public sealed class StripeWebhook(StripeSettings settings) : IGatewayWebhook
{
    public string Gateway => StripeGateway.GatewayName;

    public GatewayNews Read(ReadOnlySpan<byte> body, string? signature, Instant now)
    {
        if (settings.WebhookSecret is not { } secret)
        {
            return new GatewayNews.NotBelieved("Stripe__WebhookSecret is not set, so nobody's calls are believed.");
        }

        if (StripeSignature.Problem(body, signature, secret, now) is { } problem)
        {
            return new GatewayNews.NotBelieved(problem);
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return Understand(document.RootElement);
        }
        catch (JsonException)
        {
            return new GatewayNews.NotBelieved("The body is no JSON.");
        }
    }

    private static GatewayNews Understand(JsonElement happened)
    {
        string? type = happened.Text("type");
        JsonElement? subject = happened.Member("data")?.Member("object");
        if (happened.Text("id") is not { } eventId || type is null || subject is not { } about)
        {
            return new GatewayNews.NotBelieved("The body is no event.");
        }

        GatewayNews? news = type switch
        {
            "checkout.session.completed" or "checkout.session.async_payment_succeeded" or "checkout.session.expired" =>
                Decided(eventId, about, StripeGateway.Stand(about)),
            "checkout.session.async_payment_failed" =>
                Decided(eventId, about, new GatewayAnswer.Refused("The bank did not send the money.")),
            "refund.failed" or "refund.updated" or "charge.refund.updated" => Failed(eventId, about),
            _ => null,
        };
        return news ?? new GatewayNews.NothingToDo(type);
    }

    /// <returns>Null when nothing is decided yet, or the session is not one of ours: an account may serve more than one shop.</returns>
    private static GatewayNews.PaymentDecided? Decided(string eventId, JsonElement session, GatewayAnswer answer) =>
        answer is not GatewayAnswer.Pending && session.Text("id") is { } page && session.Member("metadata")?.Guid(StripeGateway.PaymentIdField) is { } paymentId
            ? new GatewayNews.PaymentDecided(eventId, paymentId, answer, page)
            : null;

    private static GatewayNews.RefundFailed? Failed(string eventId, JsonElement refund) =>
        refund.Text("status") is "failed" or "canceled" && refund.Member("metadata")?.Guid(StripeGateway.RefundIdField) is { } refundId
            ? new GatewayNews.RefundFailed(eventId, refundId, $"The bank did not take the money back ({refund.Text("failure_reason") ?? "without a reason"}).")
            : null;
}
