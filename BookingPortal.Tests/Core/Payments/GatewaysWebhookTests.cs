using System.Text.Json.Nodes;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Integrations.PaymentGateways.Stripe;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Payments;

/// <summary>A booking paid with Stripe, from the page to the refund, with the news that Stripe sends.</summary>
public sealed class GatewaysWebhookTests : IAsyncLifetime
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(3);

    private StripeStandIn _stripe = null!;
    private GuardHouse _house = null!;

    public async Task InitializeAsync()
    {
        _stripe = await StripeStandIn.OpenAsync();
        var settings = new StripeSettings(StripeStandIn.SecretKey, StripeStandIn.WebhookSecret, _stripe.Address);
        _house = await GuardHouse.OpenAsync(more: services => services
            .AddSingleton(settings)
            .AddSingleton<StripeClient>()
            .AddSingleton<IPaymentGateway, StripeGateway>()
            .AddSingleton<IGatewayWebhook, StripeWebhook>());
        await _house.AddShopAsync(1, cut => (cut.PriceAmount, cut.Deposit) = (2000, new DepositRule(DepositKind.Percent, 50)));
    }

    public async Task DisposeAsync()
    {
        await _house.DisposeAsync();
        await _stripe.DisposeAsync();
    }

    [Fact]
    public async Task The_news_that_it_is_paid_confirms_the_booking_once_however_often_it_comes()
    {
        Payment payment = await BookAndPayAsync();

        ReceiveWebhook.Answer[] results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TellAsync("evt_1")));

        Assert.Single(results.OfType<ReceiveWebhook.Answer.Taken>());
        Assert.Equal(4, results.OfType<ReceiveWebhook.Answer.KnownAlready>().Count());
        Assert.Single(await _house.AllAsync<ProcessedWebhook>());
        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await _house.AllAsync<Booking>()).Status);
        Assert.Single(await _house.AllAsync<BookingEvent>(), happened => happened.Type == BookingEventTypes.Confirmed);
        Assert.Equal(PaymentState.Paid, Assert.Single(await _house.AllAsync<Payment>()).State);
        Assert.Equal(1000, payment.Amount);
    }

    [Fact]
    public async Task News_that_never_came_is_asked_for()
    {
        await BookAndPayAsync();

        _house.Clock.Now += Duration.FromMinutes(5);
        await _house.Get<AskAboutPayments>().RunAsync();

        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await _house.AllAsync<Booking>()).Status);
        Assert.IsType<ReceiveWebhook.Answer.Taken>(await TellAsync("evt_late"));
        Assert.Single(await _house.AllAsync<BookingEvent>(), happened => happened.Type == BookingEventTypes.Confirmed);
    }

    [Fact]
    public async Task Forged_news_changes_nothing()
    {
        await BookAndPayAsync();
        (byte[] body, string signature) = StripeStandIn.Event("evt_1", "checkout.session.completed", _stripe.OnlySession, _house.Clock.Now, "whsec_guessed");

        Assert.IsType<ReceiveWebhook.Answer.NotBelieved>(await ReceiveAsync(body, signature));

        Assert.Equal(BookingStatus.PendingPayment, Assert.Single(await _house.AllAsync<Booking>()).Status);
        Assert.Empty(await _house.AllAsync<ProcessedWebhook>());
    }

    [Fact]
    public async Task News_of_somebody_elses_payment_is_left_alone()
    {
        await BookAndPayAsync();
        JsonObject other = (JsonObject)_stripe.OnlySession.DeepClone();
        other["metadata"]!["payment_id"] = Guid.CreateVersion7().ToString();
        (byte[] body, string signature) = StripeStandIn.Event("evt_1", "checkout.session.completed", other, _house.Clock.Now);

        Assert.IsType<ReceiveWebhook.Answer.NothingToDo>(await ReceiveAsync(body, signature));
        Assert.Equal(BookingStatus.PendingPayment, Assert.Single(await _house.AllAsync<Booking>()).Status);
    }

    [Fact]
    public async Task A_cancelled_booking_gets_its_money_back_and_a_bank_that_returns_it_calls_a_person()
    {
        await BookAndPayAsync();
        await TellAsync("evt_1");
        Booking booking = Assert.Single(await _house.AllAsync<Booking>());
        (await _house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false)))).Value();
        Assert.Equal(new PaymentSummary(Due: 0, Paid: 1000, GoingBack: 1000, Returned: 0), await _house.Get<ReadPayments>().RunAsync(booking.Id));
        await _house.Get<SendRefunds>().RunAsync();
        Assert.Equal(new PaymentSummary(Due: 0, Paid: 1000, GoingBack: 0, Returned: 1000), await _house.Get<ReadPayments>().RunAsync(booking.Id));
        Assert.Equal(PaymentState.Refunded, Assert.Single(await _house.AllAsync<Payment>()).State);
        JsonObject refund = Assert.Single(_stripe.Refunds).Value;
        Assert.Equal(1000, (long)refund["amount"]!);

        (refund["status"], refund["failure_reason"]) = ("failed", "lost_or_stolen_card");
        (byte[] body, string signature) = StripeStandIn.Event("evt_2", "refund.failed", refund, _house.Clock.Now);
        Assert.IsType<ReceiveWebhook.Answer.Taken>(await ReceiveAsync(body, signature));
        Assert.IsType<ReceiveWebhook.Answer.KnownAlready>(await ReceiveAsync(body, signature));

        Assert.Equal(RefundState.NeedsPerson, Assert.Single(await _house.AllAsync<Refund>()).State);
        Payment payment = Assert.Single(await _house.AllAsync<Payment>());
        Assert.Equal((PaymentState.Paid, 0), (payment.State, payment.Refunded));
    }

    [Fact]
    public async Task Old_news_is_forgotten_when_nobody_sends_it_any_more()
    {
        await BookAndPayAsync();
        await TellAsync("evt_1");

        _house.Clock.Now += Duration.FromDays(59);
        Assert.Equal(0, await _house.Get<ForgetWebhooks>().RunAsync());
        _house.Clock.Now += Duration.FromDays(2);
        Assert.Equal(1, await _house.Get<ForgetWebhooks>().RunAsync());
    }

    [Fact]
    public async Task A_portal_without_Stripe_does_not_listen_to_it()
    {
        await using GuardHouse desk = await GuardHouse.OpenAsync();
        (byte[] body, string signature) = StripeStandIn.Event("evt_1", "checkout.session.completed", new JsonObject(), desk.Clock.Now);

        Assert.IsType<ReceiveWebhook.Answer.NoSuchGateway>(
            await desk.Get<ReceiveWebhook>().RunAsync(new ReceiveWebhook.Request("stripe", body, signature)));
    }

    private async Task<Payment> BookAndPayAsync()
    {
        (await _house.BookAsync(Ten)).Value();
        Payment payment = Assert.Single(await _house.AllAsync<Payment>());
        Assert.Equal((string?)_stripe.OnlySession["url"], payment.CheckoutUrl);
        _stripe.Pay(_stripe.OnlySession);
        return payment;
    }

    private Task<ReceiveWebhook.Answer> TellAsync(string eventId)
    {
        (byte[] body, string signature) = StripeStandIn.Event(eventId, "checkout.session.completed", _stripe.OnlySession, _house.Clock.Now);
        return ReceiveAsync(body, signature);
    }

    private Task<ReceiveWebhook.Answer> ReceiveAsync(byte[] body, string signature) =>
        _house.Get<ReceiveWebhook>().RunAsync(new ReceiveWebhook.Request("stripe", body, signature));
}
