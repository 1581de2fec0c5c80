using System.Net;
using System.Text.Json.Nodes;
using BookingPortal.Core.Integrations.PaymentGateways;
using BookingPortal.Core.Integrations.PaymentGateways.Stripe;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using Fault = BookingPortal.Tests.Core.Payments.StripeStandIn.Fault;

namespace BookingPortal.Tests.Core.Payments;

/// <summary>The Stripe adapter against a stand-in that speaks the documented protocol over real HTTP.</summary>
public sealed class GatewaysStripeTests : IAsyncLifetime
{
    private static readonly CheckoutOrder Order = new("K7Q-2MX", "Haircut & shave, Porto, Thu 10 Sep 10:30", "eva+1@example.com", "https://portal.example/booking/K7Q-2MX?t=a%2Bb");

    private StripeStandIn _stripe = null!;
    private StripeClient _client = null!;
    private StripeGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _stripe = await StripeStandIn.OpenAsync();
        _client = new StripeClient(new StripeSettings(StripeStandIn.SecretKey, StripeStandIn.WebhookSecret, _stripe.Address));
        _gateway = new StripeGateway(_client);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _stripe.DisposeAsync();
    }

    [Fact]
    public async Task A_payment_gets_a_page_of_Stripes_with_its_amount_title_and_way_back()
    {
        Payment payment = NewPayment(1550);

        var started = Assert.IsType<GatewayAnswer.Started>(await StartAsync(payment));

        Assert.Equal((string?)_stripe.OnlySession["id"], started.GatewayReference);
        Assert.StartsWith("https://checkout.stripe.example/", started.CheckoutUrl, StringComparison.Ordinal);
        StripeStandIn.Heard heard = Assert.Single(_stripe.Requests);
        Assert.StartsWith(payment.Id.ToString("D"), heard.Key, StringComparison.Ordinal);
        string form = WebUtility.UrlDecode(heard.Body);
        Assert.Contains("line_items[0][price_data][unit_amount]=1550&", form, StringComparison.Ordinal);
        Assert.Contains("line_items[0][price_data][currency]=eur&", form, StringComparison.Ordinal);
        Assert.Contains(Order.Title, form, StringComparison.Ordinal);
        Assert.Contains($"success_url={Order.ReturnUrl}", form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_twice_it_is_still_one_payment()
    {
        Payment payment = NewPayment();

        GatewayAnswer[] answers = [await StartAsync(payment), await StartAsync(payment)];

        Assert.Equal(answers[0], answers[1]);
        Assert.Single(_stripe.Sessions);
    }

    [Fact]
    public async Task An_answer_lost_on_the_way_is_asked_for_again_and_it_is_still_one_payment()
    {
        _stripe.Break(new Fault(Drop: true, AfterWork: true));
        Payment payment = NewPayment();

        Assert.IsType<GatewayAnswer.Unavailable>(await StartAsync(payment));
        Assert.IsType<GatewayAnswer.Started>(await StartAsync(payment));

        Assert.Single(_stripe.Sessions);
    }

    [Fact]
    public async Task A_booking_that_moved_while_Stripe_was_silent_gets_a_page_with_its_new_time()
    {
        _stripe.Break(new Fault(Drop: true, AfterWork: true));
        Payment payment = NewPayment();
        Assert.IsType<GatewayAnswer.Unavailable>(await StartAsync(payment));

        var started = Assert.IsType<GatewayAnswer.Started>(
            await _gateway.StartAsync(payment, Order with { Title = "Haircut & shave, Porto, Fri 11 Sep 10:30" }, CancellationToken.None));

        Assert.Equal(2, _stripe.Sessions.Count);
        Assert.Contains("Fri 11 Sep", WebUtility.UrlDecode(_stripe.Requests.Last().Body), StringComparison.Ordinal);
        Assert.Contains(started.GatewayReference, _stripe.Sessions.Keys);
    }

    [Theory]
    [InlineData(400, "invalid_request_error", "parameter_invalid")]
    [InlineData(402, "card_error", "card_declined")]
    [InlineData(404, "invalid_request_error", "resource_missing")]
    public async Task What_another_try_cannot_mend_is_refused(int status, string type, string code)
    {
        _stripe.Break(new Fault((HttpStatusCode)status, type, code));

        Assert.IsType<GatewayAnswer.Refused>(await StartAsync(NewPayment()));
    }

    [Theory]
    [InlineData(401, "invalid_request_error", null)]
    [InlineData(403, "invalid_request_error", null)]
    [InlineData(409, "invalid_request_error", "lock_timeout")]
    [InlineData(409, "idempotency_error", "idempotency_key_in_use")]
    [InlineData(424, "api_error", null)]
    [InlineData(429, "invalid_request_error", "rate_limit")]
    [InlineData(500, "api_error", null)]
    [InlineData(503, "api_error", null)]
    public async Task What_another_try_can_mend_is_unavailable_and_the_next_try_succeeds(int status, string type, string? code)
    {
        _stripe.Break(new Fault((HttpStatusCode)status, type, code));
        Payment payment = NewPayment();

        var unavailable = Assert.IsType<GatewayAnswer.Unavailable>(await StartAsync(payment));

        Assert.DoesNotContain(StripeStandIn.SecretKey, unavailable.Reason, StringComparison.Ordinal);
        Assert.IsType<GatewayAnswer.Started>(await StartAsync(payment));
    }

    [Fact]
    public async Task A_broken_line_a_closed_port_and_a_proxy_that_talks_in_between_are_unavailable()
    {
        _stripe.Break(new Fault(Drop: true));
        Assert.IsType<GatewayAnswer.Unavailable>(await StartAsync(NewPayment()));

        _stripe.Break(new Fault(Text: "<html>Hotel guests sign in here</html>"));
        Assert.IsType<GatewayAnswer.Unavailable>(await StartAsync(NewPayment()));

        using var nobody = new StripeClient(new StripeSettings(StripeStandIn.SecretKey, null, new Uri("http://127.0.0.1:1/")));
        var unavailable = Assert.IsType<GatewayAnswer.Unavailable>(
            await new StripeGateway(nobody).StartAsync(NewPayment(), Order, CancellationToken.None));
        Assert.DoesNotContain(StripeStandIn.SecretKey, unavailable.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_gateway_is_given_up_and_the_next_try_finds_what_it_did()
    {
        var guarded = new GuardedGateway(
            _gateway, new GuardSettings { TimeLimit = TimeSpan.FromSeconds(1) }, new StandingClock { Now = GuardHouse.Opening });
        _stripe.Break(new Fault(Delay: TimeSpan.FromSeconds(30)));
        Payment payment = NewPayment();

        var slow = Assert.IsType<GatewayAnswer.Unavailable>(await guarded.StartAsync(payment, Order, CancellationToken.None));

        Assert.Contains("did not answer", slow.Reason, StringComparison.Ordinal);
        Assert.IsType<GatewayAnswer.Started>(await guarded.StartAsync(payment, Order, CancellationToken.None));
        Assert.Single(_stripe.Sessions);
    }

    [Fact]
    public async Task A_session_says_pending_paid_or_run_out()
    {
        Payment payment = await StartedAsync();
        Assert.IsType<GatewayAnswer.Pending>(await ReadAsync(payment));

        _stripe.OnlySession["status"] = "complete";
        Assert.IsType<GatewayAnswer.Pending>(await ReadAsync(payment));

        _stripe.Pay(_stripe.OnlySession);
        Assert.Equal(new GatewayAnswer.Paid(payment.GatewayReference!), await ReadAsync(payment));

        Payment late = await StartedAsync();
        _stripe.Sessions[late.GatewayReference!]["status"] = "expired";
        Assert.IsType<GatewayAnswer.Refused>(await ReadAsync(late));
    }

    [Fact]
    public async Task A_page_that_is_not_asked_for_any_more_is_closed_and_one_that_was_paid_says_so()
    {
        Payment open = await StartedAsync();
        Assert.IsType<GatewayAnswer.Refused>(await CloseAsync(open));
        Assert.Equal("expired", (string?)_stripe.Sessions[open.GatewayReference!]["status"]);
        Assert.IsType<GatewayAnswer.Refused>(await CloseAsync(open));

        Payment paid = await StartedAsync();
        _stripe.Pay(_stripe.Sessions[paid.GatewayReference!]);
        Assert.Equal(new GatewayAnswer.Paid(paid.GatewayReference!), await CloseAsync(paid));

        Payment later = await StartedAsync();
        _stripe.IsDown = true;
        Assert.IsType<GatewayAnswer.Unavailable>(await CloseAsync(later));
    }

    [Fact]
    public async Task A_failure_of_Stripes_own_while_a_page_is_closed_does_not_last()
    {
        Payment open = await StartedAsync();
        _stripe.Break(new Fault(HttpStatusCode.InternalServerError, IsKept: true));
        Assert.IsType<GatewayAnswer.Unavailable>(await CloseAsync(open));

        Assert.IsType<GatewayAnswer.Refused>(await CloseAsync(open));
        Assert.Equal("expired", (string?)_stripe.OnlySession["status"]);
    }

    [Fact]
    public async Task A_failure_of_Stripes_own_while_a_page_is_asked_for_does_not_last()
    {
        Payment payment = NewPayment();
        for (int failures = 0; failures < 3; failures++)
        {
            BreakAfter(failures);
            Assert.IsType<GatewayAnswer.Unavailable>(await StartAsync(payment));
        }

        GatewayAnswer first = await StartAsync(payment);

        Assert.IsType<GatewayAnswer.Started>(first);
        Assert.Equal(first, await StartAsync(payment));
        Assert.Single(_stripe.Sessions);
    }

    [Fact]
    public async Task A_failure_of_Stripes_own_while_money_goes_back_lasts_until_it_is_certain_that_nothing_is_on_its_way()
    {
        Payment payment = await PaidAsync(1000);
        Refund refund = NewRefund(payment, 400);
        BreakAfter(2);
        Assert.IsType<GatewayAnswer.Unavailable>(await RefundAsync(payment, refund));

        refund.Attempts = 8;
        Assert.IsType<GatewayAnswer.Unavailable>(await RefundAsync(payment, refund));
        Assert.Empty(_stripe.Refunds);

        refund.Attempts = 9;
        Assert.IsType<GatewayAnswer.Refunded>(await RefundAsync(payment, refund));
        Assert.IsType<GatewayAnswer.Refunded>(await RefundAsync(payment, refund));
        Assert.Single(_stripe.Refunds);
    }

    [Fact]
    public async Task A_refund_that_came_of_a_failure_after_all_is_found_before_it_is_sent_under_another_key()
    {
        Payment payment = await PaidAsync(1000);
        Refund refund = NewRefund(payment, 400);
        BreakAfter(2);
        Assert.IsType<GatewayAnswer.Unavailable>(await RefundAsync(payment, refund));
        _stripe.Refunds["re_late"] = new JsonObject
        {
            ["id"] = "re_late",
            ["amount"] = 400,
            ["payment_intent"] = (string?)_stripe.OnlySession["payment_intent"],
            ["status"] = "succeeded",
            ["metadata"] = new JsonObject { ["refund_id"] = refund.Id.ToString("D") },
        };

        refund.Attempts = 9;
        Assert.IsType<GatewayAnswer.Refunded>(await RefundAsync(payment, refund));
        Assert.Single(_stripe.Refunds);
    }

    [Fact]
    public async Task A_payment_without_a_page_is_pending_and_nobody_is_asked()
    {
        Assert.IsType<GatewayAnswer.Pending>(await ReadAsync(NewPayment()));
        Assert.Empty(_stripe.Requests);
    }

    [Fact]
    public async Task Parts_go_back_each_once_whatever_gets_lost_and_however_late_it_is_repeated()
    {
        Payment payment = await PaidAsync(2000);
        Refund first = NewRefund(payment, 500);

        _stripe.Break(new Fault());
        _stripe.Break(new Fault());
        _stripe.Break(new Fault(Drop: true, AfterWork: true));
        Assert.IsType<GatewayAnswer.Unavailable>(await RefundAsync(payment, first));
        Assert.IsType<GatewayAnswer.Refunded>(await RefundAsync(payment, first));
        _stripe.ForgetKeys();
        Assert.IsType<GatewayAnswer.Refunded>(await RefundAsync(payment, first));
        Assert.IsType<GatewayAnswer.Refunded>(await RefundAsync(payment, NewRefund(payment, 1500)));

        Assert.Equal(2000, _stripe.Refunds.Values.Sum(refund => (long)refund["amount"]!));
        Assert.Equal(2, _stripe.Refunds.Count);
        Assert.IsType<GatewayAnswer.Refunded>(await RefundAsync(payment, NewRefund(payment, 1500)));
        Assert.Equal(2, _stripe.Refunds.Count);
    }

    [Fact]
    public async Task Nothing_goes_back_where_nothing_was_paid_and_no_more_than_was()
    {
        Assert.IsType<GatewayAnswer.Refused>(await RefundAsync(NewPayment(), NewRefund(NewPayment(), 100)));
        Payment open = await StartedAsync();
        Assert.IsType<GatewayAnswer.Refused>(await RefundAsync(open, NewRefund(open, 100)));
        Payment paid = await PaidAsync(1000);
        Assert.IsType<GatewayAnswer.Refused>(await RefundAsync(paid, NewRefund(paid, 1001)));
        Assert.Empty(_stripe.Refunds);
    }

    [Fact]
    public async Task A_refund_that_the_bank_sent_back_is_not_called_done_and_goes_out_once_more_when_it_is_sent_again()
    {
        Payment payment = await PaidAsync(1000);
        Refund refund = NewRefund(payment, 1000);
        await RefundAsync(payment, refund);
        JsonObject atStripe = Assert.Single(_stripe.Refunds).Value;
        (atStripe["status"], atStripe["failure_reason"]) = ("failed", "expired_or_canceled_card");

        // The key of the first would only repeat that it went well.
        Assert.IsType<GatewayAnswer.Refunded>(await RefundAsync(payment, refund));
        Assert.Equal(2, _stripe.Refunds.Count);
        Assert.IsType<GatewayAnswer.Refunded>(await RefundAsync(payment, refund));
        Assert.Equal(2, _stripe.Refunds.Count);

        foreach (JsonObject sent in _stripe.Refunds.Values)
        {
            (sent["status"], sent["failure_reason"]) = ("failed", "expired_or_canceled_card");
        }

        _stripe.NextRefundFails = true;
        Assert.Contains("expired_or_canceled_card", Assert.IsType<GatewayAnswer.Refused>(await RefundAsync(payment, refund)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1500, "JPY", 1500L)]
    [InlineData(1500, "EUR", 1500L)]
    [InlineData(1500, "ISK", 150000L)]
    [InlineData(1500, "MGA", 15L)]
    [InlineData(1550, "MGA", null)]
    [InlineData(1230, "KWD", 1230L)]
    [InlineData(1234, "KWD", null)]
    public void Amounts_are_counted_as_Stripe_counts_them(long amount, string currency, long? expected) =>
        Assert.Equal(expected, StripeAmount.Of(amount, currency));

    private static Payment NewPayment(long amount = 1500) => new()
    {
        BookingId = Guid.CreateVersion7(),
        Amount = amount,
        Currency = "EUR",
        State = PaymentState.Pending,
        Gateway = StripeGateway.GatewayName,
        CreatedAt = GuardHouse.Opening,
        ChangedAt = GuardHouse.Opening,
    };

    private static Refund NewRefund(Payment payment, long amount) => new()
    {
        PaymentId = payment.Id,
        BookingId = payment.BookingId,
        Amount = amount,
        Reason = "Cancelled in time.",
        State = RefundState.Pending,
        DueAt = GuardHouse.Opening,
        CreatedAt = GuardHouse.Opening,
    };

    private Task<GatewayAnswer> StartAsync(Payment payment) => _gateway.StartAsync(payment, Order, CancellationToken.None);

    private Task<GatewayAnswer> ReadAsync(Payment payment) => _gateway.ReadAsync(payment, CancellationToken.None);

    private Task<GatewayAnswer> CloseAsync(Payment payment) => _gateway.CloseAsync(payment, CancellationToken.None);

    private Task<GatewayAnswer> RefundAsync(Payment payment, Refund refund) => _gateway.RefundAsync(payment, refund, CancellationToken.None);

    /// <summary>A failure that Stripe keeps, after so many requests that go well.</summary>
    private void BreakAfter(int good)
    {
        for (int request = 0; request < good; request++)
        {
            _stripe.Break(new Fault());
        }

        _stripe.Break(new Fault(HttpStatusCode.InternalServerError, IsKept: true));
    }

    private async Task<Payment> StartedAsync(long amount = 1500)
    {
        Payment payment = NewPayment(amount);
        payment.GatewayReference = Assert.IsType<GatewayAnswer.Started>(await StartAsync(payment)).GatewayReference;
        return payment;
    }

    private async Task<Payment> PaidAsync(long amount)
    {
        Payment payment = await StartedAsync(amount);
        _stripe.Pay(_stripe.Sessions[payment.GatewayReference!]);
        return payment;
    }
}
