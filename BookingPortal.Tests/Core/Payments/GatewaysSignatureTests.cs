using System.Text;
using System.Text.Json.Nodes;
using BookingPortal.Core.Integrations.PaymentGateways.Stripe;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using NodaTime;

namespace BookingPortal.Tests.Core.Payments;

/// <summary>Stripe's own calls: believed with the right signature only, and read with care.</summary>
public sealed class GatewaysSignatureTests
{
    private static readonly Instant Now = GuardHouse.Opening;
    private static readonly Guid PaymentId = Guid.Parse("0190b5a0-0000-7000-8000-000000000001");
    private static readonly StripeWebhook Webhook = new(new StripeSettings(StripeStandIn.SecretKey, StripeStandIn.WebhookSecret, StripeSettings.DefaultAddress));

    [Fact]
    public void A_call_with_the_right_signature_is_believed()
    {
        (byte[] body, string signature) = Completed();

        Assert.Equal(new GatewayNews.PaymentDecided("evt_1", PaymentId, new GatewayAnswer.Paid("cs_1"), "cs_1"), Webhook.Read(body, signature, Now));
    }

    [Fact]
    public void While_the_secret_is_being_changed_one_fitting_signature_of_several_is_enough()
    {
        (byte[] body, _) = Completed();
        string time = $"t={Now.ToUnixTimeSeconds()}";
        string old = StripeStandIn.Sign(body, Now, "whsec_old");
        string right = StripeStandIn.Sign(body, Now);

        Assert.IsType<GatewayNews.PaymentDecided>(Webhook.Read(body, $"{time},v1={old},v1={right},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39", Now));
        Assert.IsType<GatewayNews.NotBelieved>(Webhook.Read(body, $"{time},v1={old}", Now));
        Assert.IsType<GatewayNews.NotBelieved>(Webhook.Read(body, $"{time},v0={right}", Now));
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void A_call_is_believed_for_five_minutes(int secondsFromNow, bool isBelieved)
    {
        (byte[] body, string signature) = Completed(Now + Duration.FromSeconds(secondsFromNow));

        Assert.Equal(isBelieved, Webhook.Read(body, signature, Now) is GatewayNews.PaymentDecided);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("t=,v1=")]
    [InlineData("t=-5,v1=00")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd")]
    [InlineData("t=1788764400,v1=zz57a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd")]
    public void What_cannot_be_a_signature_is_not_believed(string? header)
    {
        (byte[] body, _) = Completed();

        Assert.IsType<GatewayNews.NotBelieved>(Webhook.Read(body, header, Now));
    }

    [Fact]
    public void One_changed_byte_another_time_or_another_secret_breaks_the_signature()
    {
        (byte[] body, string signature) = Completed();
        byte[] changed = [.. body];
        changed[^3] ^= 1;

        Assert.IsType<GatewayNews.NotBelieved>(Webhook.Read(changed, signature, Now));
        Assert.IsType<GatewayNews.NotBelieved>(Webhook.Read(body, signature.Replace($"t={Now.ToUnixTimeSeconds()}", $"t={Now.ToUnixTimeSeconds() + 1}", StringComparison.Ordinal), Now));
        (byte[] other, string forged) = Completed(secret: "whsec_guessed");
        Assert.IsType<GatewayNews.NotBelieved>(Webhook.Read(other, forged, Now));
    }

    [Fact]
    public void Without_a_secret_nobody_is_believed()
    {
        (byte[] body, string signature) = Completed(secret: "");
        var open = new StripeWebhook(new StripeSettings(StripeStandIn.SecretKey, null, StripeSettings.DefaultAddress));

        Assert.IsType<GatewayNews.NotBelieved>(open.Read(body, signature, Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"evt_1\"}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"checkout.session.completed\",\"data\":7}")]
    [InlineData("{ broken")]
    public void A_signed_call_that_is_no_event_is_not_acted_upon(string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);

        Assert.IsType<GatewayNews.NotBelieved>(Webhook.Read(body, $"t={Now.ToUnixTimeSeconds()},v1={StripeStandIn.Sign(body, Now)}", Now));
    }

    [Fact]
    public void Each_kind_of_news_is_understood()
    {
        Assert.IsType<GatewayNews.NothingToDo>(Read("checkout.session.completed", Session(paymentStatus: "unpaid")));
        Assert.IsType<GatewayAnswer.Paid>(Assert.IsType<GatewayNews.PaymentDecided>(Read("checkout.session.async_payment_succeeded", Session())).Answer);
        Assert.IsType<GatewayAnswer.Refused>(Assert.IsType<GatewayNews.PaymentDecided>(Read("checkout.session.async_payment_failed", Session(paymentStatus: "unpaid"))).Answer);
        Assert.IsType<GatewayAnswer.Refused>(Assert.IsType<GatewayNews.PaymentDecided>(Read("checkout.session.expired", Session("expired", "unpaid"))).Answer);
        Assert.IsType<GatewayNews.NothingToDo>(Read("customer.created", new JsonObject { ["id"] = "cus_1" }));

        // Another shop on the same account.
        JsonObject foreign = Session();
        foreign.Remove("metadata");
        Assert.IsType<GatewayNews.NothingToDo>(Read("checkout.session.completed", foreign));

        var refund = new JsonObject { ["id"] = "re_1", ["status"] = "failed", ["failure_reason"] = "lost_or_stolen_card", ["metadata"] = new JsonObject { ["refund_id"] = PaymentId.ToString() } };
        Assert.Equal(PaymentId, Assert.IsType<GatewayNews.RefundFailed>(Read("refund.failed", refund)).RefundId);
        refund["status"] = "succeeded";
        Assert.IsType<GatewayNews.NothingToDo>(Read("refund.updated", refund));
    }

    private static GatewayNews Read(string type, JsonNode subject)
    {
        (byte[] body, string signature) = StripeStandIn.Event("evt_2", type, subject, Now);
        return Webhook.Read(body, signature, Now);
    }

    private static (byte[] Body, string Signature) Completed(Instant? at = null, string secret = StripeStandIn.WebhookSecret) =>
        StripeStandIn.Event("evt_1", "checkout.session.completed", Session(), at ?? Now, secret);

    private static JsonObject Session(string status = "complete", string paymentStatus = "paid") => new()
    {
        ["id"] = "cs_1",
        ["status"] = status,
        ["payment_status"] = paymentStatus,
        ["metadata"] = new JsonObject { ["payment_id"] = PaymentId.ToString() },
    };
}
