using System.Text.Json.Nodes;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Integrations.PaymentGateways.Stripe;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Payments;

/// <summary>A booking paid with Stripe, from the page to the refund, with the news that Stripe sends.</summary>
public sealed class GatewaysWebhookTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(3);

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_news_that_it_is_paid_confirms_the_booking_once_however_often_it_comes(string provider)
    {
        await using PaidShop shop = await PaidShop.OpenAsync(provider);
        Payment payment = await shop.BookAndPayAsync();

        ReceiveWebhook.Answer[] results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.TellAsync("evt_1")));

        Assert.Single(results.OfType<ReceiveWebhook.Answer.Taken>());
        Assert.Equal(4, results.OfType<ReceiveWebhook.Answer.KnownAlready>().Count());
        Assert.Single(await shop.House.AllAsync<ProcessedWebhook>());
        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await shop.House.AllAsync<Booking>()).Status);
        Assert.Single(await shop.House.AllAsync<BookingEvent>(), happened => happened.Type == BookingEventTypes.Confirmed);
        Assert.Equal(PaymentState.Paid, Assert.Single(await shop.House.AllAsync<Payment>()).State);
        Assert.Equal(1000, payment.Amount);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task News_that_never_came_is_asked_for(string provider)
    {
        await using PaidShop shop = await PaidShop.OpenAsync(provider);
        await shop.BookAndPayAsync();

        shop.House.Clock.Now += Duration.FromMinutes(5);
        await shop.House.Get<AskAboutPayments>().RunAsync();

        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await shop.House.AllAsync<Booking>()).Status);
        Assert.IsType<ReceiveWebhook.Answer.Taken>(await shop.TellAsync("evt_late"));
        Assert.Single(await shop.House.AllAsync<BookingEvent>(), happened => happened.Type == BookingEventTypes.Confirmed);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Forged_news_changes_nothing(string provider)
    {
        await using PaidShop shop = await PaidShop.OpenAsync(provider);
        await shop.BookAndPayAsync();
        (byte[] body, string signature) = StripeStandIn.Event("evt_1", "checkout.session.completed", shop.Stripe.OnlySession, shop.House.Clock.Now, "whsec_guessed");

        Assert.IsType<ReceiveWebhook.Answer.NotBelieved>(await shop.ReceiveAsync(body, signature));

        Assert.Equal(BookingStatus.PendingPayment, Assert.Single(await shop.House.AllAsync<Booking>()).Status);
        Assert.Empty(await shop.House.AllAsync<ProcessedWebhook>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task News_of_somebody_elses_payment_is_left_alone(string provider)
    {
        await using PaidShop shop = await PaidShop.OpenAsync(provider);
        await shop.BookAndPayAsync();
        JsonObject other = (JsonObject)shop.Stripe.OnlySession.DeepClone();
        other["metadata"]!["payment_id"] = Guid.CreateVersion7().ToString();
        (byte[] body, string signature) = StripeStandIn.Event("evt_1", "checkout.session.completed", other, shop.House.Clock.Now);

        Assert.IsType<ReceiveWebhook.Answer.NothingToDo>(await shop.ReceiveAsync(body, signature));
        Assert.Equal(BookingStatus.PendingPayment, Assert.Single(await shop.House.AllAsync<Booking>()).Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_page_that_nobody_heard_of_runs_out_and_the_one_that_is_open_stays_open(string provider)
    {
        await using PaidShop shop = await PaidShop.OpenAsync(provider);
        await shop.BookAndPayAsync();
        JsonObject session = (JsonObject)shop.Stripe.OnlySession.DeepClone();
        (session["status"], session["payment_status"]) = ("expired", "unpaid");
        async Task TellAsync(string id, string eventId)
        {
            session["id"] = id;
            (byte[] body, string signature) = StripeStandIn.Event(eventId, "checkout.session.expired", session, shop.House.Clock.Now);
            Assert.IsType<ReceiveWebhook.Answer.Taken>(await shop.ReceiveAsync(body, signature));
        }

        await TellAsync("cs_lost", "evt_1");
        Assert.Equal(BookingStatus.PendingPayment, Assert.Single(await shop.House.AllAsync<Booking>()).Status);
        await TellAsync((string)shop.Stripe.OnlySession["id"]!, "evt_2");
        Assert.Equal(BookingStatus.Expired, Assert.Single(await shop.House.AllAsync<Booking>()).Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_cancelled_booking_gets_its_money_back_and_a_bank_that_returns_it_calls_a_person(string provider)
    {
        await using PaidShop shop = await PaidShop.OpenAsync(provider);
        await shop.BookAndPayAsync();
        await shop.TellAsync("evt_1");
        Booking booking = Assert.Single(await shop.House.AllAsync<Booking>());
        (await shop.House.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false)))).Value();
        Assert.Equal(new PaymentSummary(Due: 0, Paid: 1000, GoingBack: 1000, Returned: 0), await shop.House.Get<ReadPayments>().RunAsync(booking.Id));
        await shop.House.Get<SendRefunds>().RunAsync();
        Assert.Equal(new PaymentSummary(Due: 0, Paid: 1000, GoingBack: 0, Returned: 1000), await shop.House.Get<ReadPayments>().RunAsync(booking.Id));
        Assert.Equal(PaymentState.Refunded, Assert.Single(await shop.House.AllAsync<Payment>()).State);
        JsonObject refund = Assert.Single(shop.Stripe.Refunds).Value;
        Assert.Equal(1000, (long)refund["amount"]!);

        (refund["status"], refund["failure_reason"]) = ("failed", "lost_or_stolen_card");
        (byte[] body, string signature) = StripeStandIn.Event("evt_2", "refund.failed", refund, shop.House.Clock.Now);
        Assert.IsType<ReceiveWebhook.Answer.Taken>(await shop.ReceiveAsync(body, signature));
        Assert.IsType<ReceiveWebhook.Answer.KnownAlready>(await shop.ReceiveAsync(body, signature));

        Assert.Equal(RefundState.NeedsPerson, Assert.Single(await shop.House.AllAsync<Refund>()).State);
        Payment payment = Assert.Single(await shop.House.AllAsync<Payment>());
        Assert.Equal((PaymentState.Paid, 0), (payment.State, payment.Refunded));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Old_news_is_forgotten_when_nobody_sends_it_any_more(string provider)
    {
        await using PaidShop shop = await PaidShop.OpenAsync(provider);
        await shop.BookAndPayAsync();
        await shop.TellAsync("evt_1");

        shop.House.Clock.Now += Duration.FromDays(59);
        Assert.Equal(0, await shop.House.Get<ForgetWebhooks>().RunAsync());
        shop.House.Clock.Now += Duration.FromDays(2);
        Assert.Equal(1, await shop.House.Get<ForgetWebhooks>().RunAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_portal_without_Stripe_does_not_listen_to_it(string provider)
    {
        await using GuardHouse desk = await GuardHouse.OpenAsync(provider);
        (byte[] body, string signature) = StripeStandIn.Event("evt_1", "checkout.session.completed", new JsonObject(), desk.Clock.Now);

        Assert.IsType<ReceiveWebhook.Answer.NoSuchGateway>(
            await desk.Get<ReceiveWebhook>().RunAsync(new ReceiveWebhook.Request("stripe", body, signature)));
    }

    /// <summary>A shop that takes half of the price with Stripe, and a stand-in for Stripe itself.</summary>
    private sealed record PaidShop(GuardHouse House, StripeStandIn Stripe) : IAsyncDisposable
    {
        public static async Task<PaidShop> OpenAsync(string provider)
        {
            StripeStandIn stripe = await StripeStandIn.OpenAsync();
            GuardHouse house = await GuardHouse.OpenAsync(provider, more: services => services
                .AddSingleton(new StripeSettings(StripeStandIn.SecretKey, StripeStandIn.WebhookSecret, stripe.Address))
                .AddSingleton<StripeClient>()
                .AddSingleton<IPaymentGateway, StripeGateway>()
                .AddSingleton<IGatewayWebhook, StripeWebhook>());
            await house.AddShopAsync(1, cut => (cut.PriceAmount, cut.Deposit) = (2000, new DepositRule(DepositKind.Percent, 50)));
            return new PaidShop(house, stripe);
        }

        public async Task<Payment> BookAndPayAsync()
        {
            (await House.BookAsync(Ten)).Value();
            Payment payment = Assert.Single(await House.AllAsync<Payment>());
            Assert.Equal((string?)Stripe.OnlySession["url"], payment.CheckoutUrl);
            Stripe.Pay(Stripe.OnlySession);
            return payment;
        }

        public Task<ReceiveWebhook.Answer> TellAsync(string eventId)
        {
            (byte[] body, string signature) = StripeStandIn.Event(eventId, "checkout.session.completed", Stripe.OnlySession, House.Clock.Now);
            return ReceiveAsync(body, signature);
        }

        public Task<ReceiveWebhook.Answer> ReceiveAsync(byte[] body, string signature) =>
            House.Get<ReceiveWebhook>().RunAsync(new ReceiveWebhook.Request("stripe", body, signature));

        public async ValueTask DisposeAsync()
        {
            await House.DisposeAsync();
            await Stripe.DisposeAsync();
        }
    }
}
