using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Integrations.PaymentGateways;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments.Till;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Payments;

/// <summary>The test till: four buttons, and what the portal makes of each.</summary>
public sealed class GatewaysTestTillTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(3);

    [Theory, OnSqlite, OnSqlServer]
    public async Task Succeed_confirms_the_booking(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Payment payment = await BookAsync(house);
        Assert.Equal(BookingStatus.PendingPayment, await StatusAsync(house));
        Assert.EndsWith($"/pay/test/{payment.Id:D}", payment.CheckoutUrl, StringComparison.Ordinal);

        TestCharge charge = (await DecideAsync(house, payment, TestChargeOutcome.Paid)).Value();

        Assert.Equal(BookingStatus.Confirmed, await StatusAsync(house));
        Assert.Equal(payment.Amount, charge.Amount);
        Assert.True(Assert.Single(await house.AllAsync<TestCharge>()).IsTold);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Pressed_five_times_at_once_it_is_paid_once(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Payment payment = await BookAsync(house);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => DecideAsync(house, payment, TestChargeOutcome.Paid)));

        Assert.Equal(BookingStatus.Confirmed, await StatusAsync(house));
        Assert.Equal(PaymentState.Paid, Assert.Single(await house.AllAsync<Payment>()).State);
        Assert.IsType<Refusal.WrongStatus>((await DecideAsync(house, payment, TestChargeOutcome.Refused)).Refused());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Refuse_ends_the_booking_and_frees_the_time(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Payment payment = await BookAsync(house);

        await DecideAsync(house, payment, TestChargeOutcome.Refused);

        Assert.Equal(BookingStatus.Expired, await StatusAsync(house));
        Assert.Empty(await house.AllAsync<SlotClaim>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task After_time_out_nothing_is_ever_answered_and_the_booking_runs_out(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Payment payment = await BookAsync(house);

        await DecideAsync(house, payment, TestChargeOutcome.Silent);
        Assert.Equal(BookingStatus.PendingPayment, await StatusAsync(house));

        house.Clock.Now += Duration.FromMinutes(31);
        Assert.Equal(0, await house.Get<TellTestCharges>().RunAsync());
        await house.Get<AskAboutPayments>().RunAsync();
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, await StatusAsync(house));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task On_the_page_of_a_payment_that_is_not_asked_for_any_more_nobody_can_pay(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Payment payment = await BookAsync(house);
        Booking booking = Assert.Single(await house.AllAsync<Booking>());
        await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false)));
        house.Clock.Now += Duration.FromMinutes(3);
        await house.Get<AskAboutPayments>().RunAsync();
        Assert.Equal(TestChargeOutcome.Refused, Assert.Single(await house.AllAsync<TestCharge>()).Outcome);
        Assert.IsType<Refusal.WrongStatus>((await house.Get<DecideTestCharge>().RunAsync(new DecideTestCharge.Request(payment.Id, TestChargeOutcome.Paid, Duration.Zero))).Refused());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_late_answer_revives_the_booking_while_its_time_is_free(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        await BookAndLetRunOutAsync(house);

        house.Clock.Now += Duration.FromMinutes(10);
        Assert.Equal(1, await house.Get<TellTestCharges>().RunAsync());

        Assert.Equal(BookingStatus.Confirmed, await StatusAsync(house));
        Assert.Equal(0, await house.Get<TellTestCharges>().RunAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_late_answer_for_a_time_that_is_gone_gives_the_money_back_once(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Payment late = await BookAndLetRunOutAsync(house);
        (await house.BookAsync(Ten)).Value();

        house.Clock.Now += Duration.FromMinutes(10);
        await house.Get<TellTestCharges>().RunAsync();
        await house.Get<SendRefunds>().RunAsync();
        await house.Get<SendRefunds>().RunAsync();

        TestCharge charge = Assert.Single(await house.AllAsync<TestCharge>(), each => each.Id == late.Id);
        Assert.Equal(late.Amount, charge.Refunded);
        Assert.Equal(PaymentState.Refunded, Assert.Single(await house.AllAsync<Payment>(), each => each.Id == late.Id).State);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_crash_between_the_till_and_the_portal_loses_nothing(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Payment payment = await BookAsync(house);
        TestCharge paid = Assert.Single(await house.AllAsync<TestCharge>());
        (paid.Outcome, paid.AnswersAt) = (TestChargeOutcome.Paid, house.Clock.Now);
        await house.ChangeAsync(paid);

        Assert.Equal(1, await house.Get<TellTestCharges>().RunAsync());

        Assert.Equal(BookingStatus.Confirmed, await StatusAsync(house));
        Assert.Equal(TestCharge.ReferenceOf(payment.Id), Assert.Single(await house.AllAsync<Payment>()).GatewayReference);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_refund_with_the_same_key_goes_back_once_and_never_more_than_was_paid(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Payment payment = await BookAsync(house);
        await DecideAsync(house, payment, TestChargeOutcome.Paid);
        var gateway = house.Get<TestGateway>();
        Refund part = NewRefund(payment, 300);

        await gateway.RefundAsync(payment, part, CancellationToken.None);
        Assert.IsType<GatewayAnswer.Refunded>(await gateway.RefundAsync(payment, part, CancellationToken.None));
        Assert.IsType<GatewayAnswer.Refused>(await gateway.RefundAsync(payment, NewRefund(payment, payment.Amount), CancellationToken.None));

        Assert.Equal(300, Assert.Single(await house.AllAsync<TestCharge>()).Refunded);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task While_the_gateway_is_down_the_booking_waits_with_its_claims_and_goes_on_afterwards(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        house.Get<GatewayOutage>().IsDown = true;
        (await house.BookAsync(Ten)).Value();
        Assert.Equal(BookingStatus.PendingPayment, await StatusAsync(house));
        Assert.Equal(6, (await house.AllAsync<SlotClaim>()).Count);
        Assert.Empty(await house.AllAsync<TestCharge>());

        house.Get<GatewayOutage>().IsDown = false;
        house.Clock.Now += Duration.FromMinutes(2);
        await house.Get<RunSagas>().RunAsync();
        await DecideAsync(house, Assert.Single(await house.AllAsync<Payment>()), TestChargeOutcome.Paid);
        Assert.Equal(BookingStatus.Confirmed, await StatusAsync(house));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_closed_till_takes_nothing(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, isTillOpen: false);
        Payment payment = await BookAsync(house);

        Assert.Null(await house.Get<ReadTestCharge>().RunAsync(payment.Id));
        Assert.IsType<Refusal.NotFound>((await DecideAsync(house, payment, TestChargeOutcome.Paid)).Refused());
        Assert.Equal(BookingStatus.PendingPayment, await StatusAsync(house));
    }

    private static async Task<GuardHouse> OpenAsync(string provider, bool isTillOpen = true)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, more: services => services
            .AddSingleton(new TestTillSettings(isTillOpen))
            .AddSingleton<GatewayOutage>()
            .AddSingleton<TestGateway>()
            .AddSingleton<IPaymentGateway>(provider => provider.GetRequiredService<TestGateway>()));
        await house.AddShopAsync(1, cut => (cut.PriceAmount, cut.Deposit) = (1500, new DepositRule(DepositKind.Full)));
        return house;
    }

    private static async Task<Payment> BookAsync(GuardHouse house)
    {
        (await house.BookAsync(Ten)).Value();
        return Assert.Single(await house.AllAsync<Payment>());
    }

    /// <summary>Paid after a minute, answered after 40: by then the booking has waited for its half hour and is over.</summary>
    private static async Task<Payment> BookAndLetRunOutAsync(GuardHouse house)
    {
        Payment payment = await BookAsync(house);
        await DecideAsync(house, payment, TestChargeOutcome.Paid, Duration.FromMinutes(40));
        Assert.Equal(BookingStatus.PendingPayment, await StatusAsync(house));
        house.Clock.Now += Duration.FromMinutes(31);
        Assert.Equal(0, await house.Get<TellTestCharges>().RunAsync());
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, await StatusAsync(house));
        return payment;
    }

    private static Task<Outcome<TestCharge>> DecideAsync(GuardHouse house, Payment payment, TestChargeOutcome outcome, Duration? after = null) =>
        house.Get<DecideTestCharge>().RunAsync(new DecideTestCharge.Request(payment.Id, outcome, after ?? Duration.Zero));

    private static async Task<BookingStatus> StatusAsync(GuardHouse house) =>
        (await house.AllAsync<Booking>()).MinBy(booking => booking.CreatedAt)!.Status;

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
}
