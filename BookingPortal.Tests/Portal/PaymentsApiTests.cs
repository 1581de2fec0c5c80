using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BookingPortal.Tests.Core.Payments;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Portal;

/// <summary>The address that Stripe calls, over HTTP.</summary>
public sealed class PaymentsApiTests(PaymentsApiTests.PortalWithStripe portal) : IClassFixture<PaymentsApiTests.PortalWithStripe>
{
    private static readonly Uri Webhook = new("/api/v1/payments/stripe/webhook", UriKind.Relative);
    private static readonly Instant Now = Instant.FromUtc(2026, 9, 7, 7, 0);

    [Fact]
    public async Task A_signed_call_is_taken_and_an_unsigned_one_is_not()
    {
        (byte[] body, string signature) = StripeStandIn.Event("evt_1", "customer.created", new JsonObject { ["id"] = "cus_1" }, Now);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(body, signature));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(body, null));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync([.. body, (byte)' '], signature));
    }

    [Fact]
    public async Task A_body_longer_than_any_event_is_not_read()
    {
        byte[] body = Encoding.ASCII.GetBytes(new string('x', 300_000));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(body, "t=1,v1=00"));
    }

    [Fact]
    public async Task However_often_the_gateway_calls_it_is_heard_and_whoever_is_no_gateway_is_not()
    {
        await using var strict = new PortalWithStripe();
        strict.Settings["Api:RateLimit:PerMinute"] = "1";
        for (int call = 0; call < 5; call++)
        {
            (byte[] body, string signature) = StripeStandIn.Event($"evt_{call}", "customer.created", new JsonObject { ["id"] = "cus_1" }, Now);
            Assert.Equal(HttpStatusCode.OK, await SendAsync(strict, body, signature));
            Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(strict, body, "t=1,v1=00"));
        }

        using HttpClient client = strict.CreateClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/api/v1/sites", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync(new Uri("/api/v1/sites", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_payment_that_does_not_exist_has_no_page()
    {
        using HttpClient client = portal.CreateClient();

        using HttpResponseMessage answer = await client.GetAsync(new Uri($"/pay/test/{Guid.CreateVersion7()}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<HttpStatusCode> SendAsync(byte[] body, string? signature) => SendAsync(portal, body, signature);

    private static async Task<HttpStatusCode> SendAsync(PortalWithStripe called, byte[] body, string? signature)
    {
        using HttpClient client = called.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Webhook) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (signature is not null)
        {
            request.Headers.Add("Stripe-Signature", signature);
        }

        using HttpResponseMessage answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    public sealed class PortalWithStripe : PortalFactory
    {
        public PortalWithStripe()
        {
            Settings["Stripe:SecretKey"] = StripeStandIn.SecretKey;
            Settings["Stripe:WebhookSecret"] = StripeStandIn.WebhookSecret;
            Settings["Stripe:BaseAddress"] = "http://127.0.0.1:1";
            Settings["Clock:Now"] = "2026-09-07T07:00:00Z";
            Settings["Clock:Frozen"] = "true";
            Settings["Jobs:Enabled"] = "false";
        }
    }
}
