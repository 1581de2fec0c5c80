using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Tests.Core.Payments;

/// <summary>
/// Stripe as its documentation describes it, over real HTTP on a port of its own: sessions, refunds, idempotency keys,
/// errors, and every way a line can break. It never saw the adapter's code and refuses parameters it does not know.
/// </summary>
internal sealed class StripeStandIn : IAsyncDisposable
{
    public const string SecretKey = "sk_test_51NeverPrinted";
    public const string WebhookSecret = "whsec_never_printed";

    private static readonly string[] SessionFields =
    [
        "mode", "submit_type", "client_reference_id", "success_url", "cancel_url", "customer_email",
        "line_items[0][quantity]", "line_items[0][price_data][currency]", "line_items[0][price_data][unit_amount]",
        "line_items[0][price_data][product_data][name]", "metadata[payment_id]", "payment_intent_data[description]",
        "payment_intent_data[metadata][payment_id]",
    ];

    private static readonly string[] RefundFields = ["payment_intent", "amount", "metadata[refund_id]", "metadata[payment_id]", "reason"];

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Kept> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Fault> _faults = new();
    private int _last;

    private StripeStandIn(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First() + "/");

    public ConcurrentDictionary<string, JsonObject> Sessions { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, JsonObject> Refunds { get; } = new(StringComparer.Ordinal);

    /// <summary>The bank sends the next one back at once.</summary>
    public bool NextRefundFails { get; set; }

    /// <summary>Every request that arrived: method, path, body.</summary>
    public ConcurrentQueue<Heard> Requests { get; } = new();

    public JsonObject OnlySession => Assert.Single(Sessions).Value;

    public static async Task<StripeStandIn> OpenAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var standIn = new StripeStandIn(app);
        app.Run(standIn.ServeAsync);
        await app.StartAsync();
        return standIn;
    }

    /// <summary>Nothing works there until it is set to false again.</summary>
    public bool IsDown { get; set; }

    /// <summary>The next request meets this instead of an answer; several wait in line.</summary>
    public void Break(Fault fault) => _faults.Enqueue(fault);

    /// <summary>What the customer does on Stripe's page.</summary>
    public void Pay(JsonObject session)
    {
        session["status"] = "complete";
        session["payment_status"] = "paid";
        session["payment_intent"] = $"pi_{Interlocked.Increment(ref _last)}";
        session["url"] = null;
    }

    /// <summary>An event as Stripe sends it, with its signature.</summary>
    public static (byte[] Body, string Signature) Event(string id, string type, JsonNode subject, Instant at, string secret = WebhookSecret)
    {
        byte[] body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["id"] = id,
            ["object"] = "event",
            ["type"] = type,
            ["created"] = at.ToUnixTimeSeconds(),
            ["data"] = new JsonObject { ["object"] = subject.DeepClone() },
        }.ToJsonString());
        return (body, $"t={at.ToUnixTimeSeconds()},v1={Sign(body, at, secret)}");
    }

    public static string Sign(byte[] body, Instant at, string secret = WebhookSecret)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{at.ToUnixTimeSeconds()}."), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        string key = context.Request.Headers["Idempotency-Key"].ToString();
        Requests.Enqueue(new Heard(context.Request.Method, context.Request.Path + context.Request.QueryString, body, key));
        _faults.TryDequeue(out Fault? fault);
        if (fault is { Delay: { } delay })
        {
            await Task.Delay(delay, context.RequestAborted);
        }

        if (fault is { Drop: true, AfterWork: false })
        {
            context.Abort();
            return;
        }

        Reply reply = IsDown
            ? Error(HttpStatusCode.ServiceUnavailable, "api_error", null, "Stripe is down.")
            : fault is { Status: { } status }
            ? Error(status, fault.Type ?? "api_error", fault.Code, "Something about the key sk_test_51NeverPrinted.")
            : Answer(context, body, key);
        if (fault is { IsKept: true } && key.Length > 0)
        {
            _keys[key] = new Kept(context.Request.Path, body, reply);
        }

        if (fault is { Drop: true })
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)reply.Status;
        context.Response.ContentType = fault?.Text is null ? "application/json" : "text/html";
        await context.Response.WriteAsync(fault?.Text ?? reply.Body);
    }

    private Reply Answer(HttpContext context, string body, string key)
    {
        if (context.Request.Headers.Authorization != $"Bearer {SecretKey}")
        {
            return Error(HttpStatusCode.Unauthorized, "invalid_request_error", null, "Invalid API Key provided: sk_test_51****nted");
        }

        if (context.Request.Method != "POST")
        {
            return Look(context.Request);
        }

        if (key.Length > 0 && _keys.TryGetValue(key, out Kept? kept))
        {
            bool isSame = kept.Body == body && kept.Path == context.Request.Path;
            if (isSame)
            {
                context.Response.Headers["Idempotent-Replayed"] = "true";
            }

            return isSame
                ? kept.Reply
                : Error(HttpStatusCode.BadRequest, "idempotency_error", null, "Keys for idempotent requests can only be used with the same parameters they were first used with.");
        }

        Reply reply = context.Request.ContentType == "application/x-www-form-urlencoded"
            ? Make(context.Request.Path, Form(body))
            : Error(HttpStatusCode.BadRequest, "invalid_request_error", null, "Send a form.");

        // What failed validation is not kept, so that it can be mended under the same key.
        if (key.Length > 0 && reply.Status == HttpStatusCode.OK)
        {
            _keys[key] = new Kept(context.Request.Path, body, reply);
        }

        return reply;
    }

    private Reply Look(HttpRequest request)
    {
        if (request.Path == "/v1/refunds")
        {
            string intent = request.Query["payment_intent"].ToString();
            JsonNode?[] found = [.. Refunds.Values.Where(refund => (string?)refund["payment_intent"] == intent).Select(refund => refund.DeepClone())];
            return Ok(new JsonObject { ["object"] = "list", ["data"] = new JsonArray(found), ["has_more"] = false });
        }

        return Sessions.TryGetValue(request.Path.Value!.Split('/')[^1], out JsonObject? session)
            ? Ok(session)
            : Error(HttpStatusCode.NotFound, "invalid_request_error", "resource_missing", "No such checkout.session.");
    }

    private Reply Make(string path, Dictionary<string, string> form) => path switch
    {
        "/v1/checkout/sessions" => MakeSession(form),
        "/v1/refunds" => MakeRefund(form),
        _ when path.EndsWith("/expire", StringComparison.Ordinal) && Sessions.TryGetValue(path.Split('/')[^2], out JsonObject? session) => Expire(session),
        _ => Error(HttpStatusCode.NotFound, "invalid_request_error", null, $"Unrecognized request URL (POST: {path})."),
    };

    /// <summary>https://docs.stripe.com/api/checkout/sessions/expire</summary>
    private static Reply Expire(JsonObject session)
    {
        if ((string?)session["status"] != "open")
        {
            return Error(HttpStatusCode.BadRequest, "invalid_request_error", null, "Only Checkout Sessions with a status in [\"open\"] can be expired.");
        }

        (session["status"], session["url"]) = ("expired", null);
        return Ok(session);
    }

    private Reply MakeSession(Dictionary<string, string> form)
    {
        if (form.Keys.Except(SessionFields).FirstOrDefault() is { } unknown)
        {
            return Error(HttpStatusCode.BadRequest, "invalid_request_error", "parameter_unknown", $"Received unknown parameter: {unknown}");
        }

        if (!long.TryParse(form.GetValueOrDefault("line_items[0][price_data][unit_amount]"), CultureInfo.InvariantCulture, out long amount)
            || form.GetValueOrDefault("mode") != "payment"
            || !Uri.IsWellFormedUriString(form.GetValueOrDefault("success_url"), UriKind.Absolute))
        {
            return Error(HttpStatusCode.BadRequest, "invalid_request_error", "parameter_missing", "Missing required param.");
        }

        if (amount < 50)
        {
            return Error(HttpStatusCode.BadRequest, "invalid_request_error", "amount_too_small", "The Checkout Session's total amount must convert to at least 50 cents.");
        }

        string id = $"cs_test_{Interlocked.Increment(ref _last)}";
        var session = new JsonObject
        {
            ["id"] = id,
            ["object"] = "checkout.session",
            ["amount_total"] = amount,
            ["currency"] = form["line_items[0][price_data][currency]"],
            ["client_reference_id"] = form.GetValueOrDefault("client_reference_id"),
            ["metadata"] = new JsonObject { ["payment_id"] = form.GetValueOrDefault("metadata[payment_id]") },
            ["status"] = "open",
            ["payment_status"] = "unpaid",
            ["payment_intent"] = null,
            ["url"] = $"https://checkout.stripe.example/c/pay/{id}",
        };
        Sessions[id] = session;
        return Ok(session);
    }

    private Reply MakeRefund(Dictionary<string, string> form)
    {
        if (form.Keys.Except(RefundFields).FirstOrDefault() is { } unknown)
        {
            return Error(HttpStatusCode.BadRequest, "invalid_request_error", "parameter_unknown", $"Received unknown parameter: {unknown}");
        }

        string intent = form["payment_intent"];
        JsonObject? session = Sessions.Values.SingleOrDefault(each => (string?)each["payment_intent"] == intent);
        if (session is null)
        {
            return Error(HttpStatusCode.NotFound, "invalid_request_error", "resource_missing", "No such payment_intent.");
        }

        long left = (long)session["amount_total"]! - Refunds.Values.Where(each => (string?)each["payment_intent"] == intent && (string?)each["status"] != "failed").Sum(each => (long)each["amount"]!);
        long amount = long.Parse(form["amount"], CultureInfo.InvariantCulture);
        if (left == 0)
        {
            return Error(HttpStatusCode.BadRequest, "invalid_request_error", "charge_already_refunded", "Charge has already been refunded.");
        }

        if (amount > left)
        {
            return Error(HttpStatusCode.BadRequest, "invalid_request_error", null, "Refund amount is greater than unrefunded amount on charge.");
        }

        string id = $"re_{Interlocked.Increment(ref _last)}";
        var refund = new JsonObject
        {
            ["id"] = id,
            ["object"] = "refund",
            ["amount"] = amount,
            ["payment_intent"] = intent,
            ["status"] = NextRefundFails ? "failed" : "succeeded",
            ["failure_reason"] = NextRefundFails ? "expired_or_canceled_card" : null,
            ["metadata"] = new JsonObject { ["refund_id"] = form.GetValueOrDefault("metadata[refund_id]") },
        };
        Refunds[id] = refund;
        return Ok(refund);
    }

    /// <summary>The day after which Stripe forgets keys is over.</summary>
    public void ForgetKeys() => _keys.Clear();

    private static Dictionary<string, string> Form(string body) => body.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]), StringComparer.Ordinal);

    private static Reply Ok(JsonNode body) => new(HttpStatusCode.OK, body.ToJsonString());

    private static Reply Error(HttpStatusCode status, string type, string? code, string message) =>
        new(status, JsonSerializer.Serialize(new { error = new { type, code, message } }));

    /// <summary>One thing that goes wrong.</summary>
    /// <param name="Drop">The line breaks, before the work or after it.</param>
    /// <param name="Text">What a proxy says in Stripe's place.</param>
    /// <param name="IsKept">It failed at its work, and the same key has the same answer for a day.</param>
    internal sealed record Fault(
        HttpStatusCode? Status = null,
        string? Type = null,
        string? Code = null,
        TimeSpan? Delay = null,
        bool Drop = false,
        bool AfterWork = false,
        string? Text = null,
        bool IsKept = false);

    internal sealed record Heard(string Method, string Path, string Body, string Key);

    private sealed record Kept(string Path, string Body, Reply Reply);

    private sealed record Reply(HttpStatusCode Status, string Body);
}
