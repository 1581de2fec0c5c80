using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BookingPortal.Core.Payments;

namespace BookingPortal.Core.Integrations.PaymentGateways.Stripe;

/// <summary>Stripe's hosted Checkout Sessions: the customer pays on Stripe's own page, and no card data comes near the portal.</summary>
public sealed class StripeGateway(StripeClient client) : IPaymentGateway
{
    public const string GatewayName = "stripe";

    /// <summary>In the metadata of everything that Stripe keeps for us.</summary>
    internal const string PaymentIdField = "payment_id";
    internal const string RefundIdField = "refund_id";

    private const string Sessions = "v1/checkout/sessions";
    private const string Refunds = "v1/refunds";

    /// <summary>The most that one page of a list holds; no booking has as many refunds.</summary>
    private const int PageSize = 100;

    /// <summary>
    /// Half an hour and more of tries, each of which asked what is on its way (https://docs.stripe.com/error-low-level#server-errors: the outcome
    /// of a failure of theirs is open until they have looked into it).
    /// </summary>
    private const int TriesUntilCertain = 9;

    public string Name => GatewayName;

    public async Task<GatewayAnswer> StartAsync(Payment payment, CheckoutOrder order, CancellationToken cancellationToken)
    {
        if (StripeAmount.Of(payment.Amount, payment.Currency) is not { } amount)
        {
            return CannotCount(payment);
        }

        string paymentId = payment.Id.ToString("D");
        var fields = new List<KeyValuePair<string, string>>
        {
            new("mode", "payment"),
            new("submit_type", "book"),
            new("client_reference_id", paymentId),
            new("success_url", order.ReturnUrl),
            new("cancel_url", order.ReturnUrl),
            new("line_items[0][quantity]", "1"),
            new("line_items[0][price_data][currency]", payment.Currency.ToLowerInvariant()),
            new("line_items[0][price_data][unit_amount]", Print(amount)),
            new("line_items[0][price_data][product_data][name]", order.Title),
            new($"metadata[{PaymentIdField}]", paymentId),
            new("payment_intent_data[description]", $"Booking {order.Reference}"),
            new($"payment_intent_data[metadata][{PaymentIdField}]", paymentId),
        };
        if (order.CustomerEmail.Length > 0)
        {
            fields.Add(new("customer_email", order.CustomerEmail));
        }

        // A page that a failure may have left behind was never made known to anybody, so asking for another takes no money twice.
        return await client.PostPastFailuresAsync(Sessions, fields, KeyOf(payment, fields), cancellationToken) switch
        {
            StripeReply.Answered { Body: var session } when session.Text("id") is { } id && session.Text("url") is { } url =>
                new GatewayAnswer.Started(id, url),

            // No page on it: it is paid or over already.
            StripeReply.Answered { Body: var session } => Stand(session),
            StripeReply.Failed failed => failed.Answer,
            var other => throw new InvalidOperationException($"{other} is no reply."),
        };
    }

    public async Task<GatewayAnswer> ReadAsync(Payment payment, CancellationToken cancellationToken)
    {
        if (payment.GatewayReference is not { } sessionId)
        {
            // Its page was never made known to anybody, so nobody can have paid there.
            return new GatewayAnswer.Pending();
        }

        return await client.GetAsync(PathOf(sessionId), cancellationToken) switch
        {
            StripeReply.Answered answered => Stand(answered.Body),
            StripeReply.Failed failed => failed.Answer,
            var other => throw new InvalidOperationException($"{other} is no reply."),
        };
    }

    /// <summary>https://docs.stripe.com/api/checkout/sessions/expire: only an open session can be; any other says how it stands. Closed twice is closed, so no key makes one failure last a day.</summary>
    public async Task<GatewayAnswer> CloseAsync(Payment payment, CancellationToken cancellationToken)
    {
        if (payment.GatewayReference is not { } sessionId)
        {
            return new GatewayAnswer.Refused("Its page was never made known to anybody.");
        }

        return await client.PostAsync($"{PathOf(sessionId)}/expire", [], key: null, cancellationToken) switch
        {
            StripeReply.Answered answered => Stand(answered.Body),
            StripeReply.Failed { Answer: GatewayAnswer.Unavailable away } => away,
            _ => await ReadAsync(payment, cancellationToken),
        };
    }

    public async Task<GatewayAnswer> RefundAsync(Payment payment, Refund refund, CancellationToken cancellationToken)
    {
        if (payment.GatewayReference is not { } sessionId || StripeAmount.Of(refund.Amount, payment.Currency) is not { } amount)
        {
            return payment.GatewayReference is null ? NothingPaid() : CannotCount(payment);
        }

        StripeReply session = await client.GetAsync(PathOf(sessionId), cancellationToken);
        if (session is StripeReply.Failed unread)
        {
            return unread.Answer;
        }

        if (((StripeReply.Answered)session).Body.Id("payment_intent") is not { } intent)
        {
            return NothingPaid();
        }

        // Keys are forgotten after a day, and a person may send a refund again much later: ask before giving twice.
        (GatewayAnswer? stands, int sentBack) = await FindAsync(intent, refund.Id, cancellationToken);
        return stands ?? await SendAsync(payment, refund, intent, amount, sentBack, cancellationToken);
    }

    /// <summary>How a session stands (https://docs.stripe.com/api/checkout/sessions/object).</summary>
    internal static GatewayAnswer Stand(JsonElement session) => (session.Text("payment_status"), session.Text("status")) switch
    {
        ("paid" or "no_payment_required", _) when session.Text("id") is { } id => new GatewayAnswer.Paid(id),
        (_, "expired") => new GatewayAnswer.Refused("The page on which to pay has run out."),

        // "complete" and still unpaid: the bank takes a few days.
        _ => new GatewayAnswer.Pending(),
    };

    /// <returns>How it stands, null where nothing of it is on its way; and how often a bank has sent it back already.</returns>
    private async Task<(GatewayAnswer? Stands, int SentBack)> FindAsync(string intent, Guid refundId, CancellationToken cancellationToken)
    {
        string path = $"{Refunds}?payment_intent={Uri.EscapeDataString(intent)}&limit={Print(PageSize)}";
        StripeReply reply = await client.GetAsync(path, cancellationToken);
        if (reply is StripeReply.Failed unread)
        {
            return (unread.Answer, 0);
        }

        JsonElement? list = ((StripeReply.Answered)reply).Body.Member("data");
        if (list is not { ValueKind: JsonValueKind.Array } refunds)
        {
            return (null, 0);
        }

        GatewayAnswer[] earlier = [.. refunds.EnumerateArray()
            .Where(each => each.Member("metadata")?.Guid(RefundIdField) == refundId)
            .Select(StandOfRefund)];
        return (earlier.FirstOrDefault(answer => answer is not GatewayAnswer.Refused), earlier.Length);
    }

    private async Task<GatewayAnswer> SendAsync(Payment payment, Refund refund, string intent, long amount, int sentBack, CancellationToken cancellationToken)
    {
        // The key of one that came back would only repeat its answer.
        string key = refund.Id.ToString("D") + (sentBack == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{sentBack}"));
        KeyValuePair<string, string>[] fields =
        [
            new("payment_intent", intent),
            new("amount", Print(amount)),
            new($"metadata[{RefundIdField}]", refund.Id.ToString("D")),
            new($"metadata[{PaymentIdField}]", payment.Id.ToString("D")),
        ];
        return await PostAsync() switch
        {
            StripeReply.Answered answered => StandOfRefund(answered.Body),

            // Somebody gave all of it back at Stripe's own desk.
            StripeReply.Failed { Code: "charge_already_refunded" } => new GatewayAnswer.Refunded(),
            StripeReply.Failed failed => failed.Answer,
            var other => throw new InvalidOperationException($"{other} is no reply."),
        };

        // What came of a failure is not certain at once, and giving back twice is worse than giving back later.
        Task<StripeReply> PostAsync() => refund.Attempts < TriesUntilCertain
            ? client.PostAsync(Refunds, fields, key, cancellationToken)
            : client.PostPastFailuresAsync(Refunds, fields, key, cancellationToken);
    }

    /// <summary>"pending" is on its way through the banks; should it come back, a webhook says so.</summary>
    private static GatewayAnswer StandOfRefund(JsonElement refund) => refund.Text("status") switch
    {
        "failed" or "canceled" => new GatewayAnswer.Refused(
            $"The bank did not take the money back ({refund.Text("failure_reason") ?? "without a reason"})."),
        _ => new GatewayAnswer.Refunded(),
    };

    private static GatewayAnswer.Refused NothingPaid() => new("Nothing was paid there, so nothing can go back.");

    private static GatewayAnswer.Refused CannotCount(Payment payment) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Stripe cannot take {payment.Amount} of the smallest unit of {payment.Currency}: it asks for a round amount."));

    /// <summary>
    /// The payment and what its page will say. A booking that moves before Stripe answered asks for another page, and under the
    /// same key Stripe would refuse that for good; the page asked for before was never made known, so nobody can pay there.
    /// </summary>
    private static string KeyOf(Payment payment, IEnumerable<KeyValuePair<string, string>> fields)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', fields.Select(field => $"{field.Key}={field.Value}"))));
        return $"{payment.Id:D}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    private static string PathOf(string sessionId) => $"{Sessions}/{Uri.EscapeDataString(sessionId)}";

    private static string Print(long number) => number.ToString(CultureInfo.InvariantCulture);
}
