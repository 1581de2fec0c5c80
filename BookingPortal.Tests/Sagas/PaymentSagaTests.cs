using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Sagas;

/// <summary>Approval and payment: the booking is never half made, and the money is never taken or kept twice.</summary>
public sealed class PaymentSagaTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(3);

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_paid_booking_is_confirmed_once_however_often_the_gateway_says_so(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill());
        Booking booking = (await house.BookAsync(Ten)).Value();
        Assert.Equal(BookingStatus.PendingPayment, booking.Status);
        Payment payment = Assert.Single(await house.AllAsync<Payment>());
        Assert.Equal("https://till.example/1", payment.CheckoutUrl);

        Booking[] settled = [.. (await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PayAsync(house, payment)))).Select(outcome => outcome.Value())];
        Assert.Contains(settled, each => each.Status == BookingStatus.Confirmed);
        Assert.Single(await house.AllAsync<BookingEvent>(), happened => happened.Type == BookingEventTypes.Confirmed);
        Assert.Equal(SagaStatus.Done, Assert.Single(await house.AllAsync<Saga>()).Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_gateway_that_is_down_leaves_the_booking_waiting_with_its_claims_and_is_asked_again(string provider)
    {
        var till = new TestTill { OnStart = () => new GatewayAnswer.Unavailable("no answer") };
        await using GuardHouse house = await OpenAsync(provider, till);
        Booking booking = (await house.BookAsync(Ten)).Value();
        Assert.Equal(BookingStatus.PendingPayment, booking.Status);
        Assert.Equal(6, (await house.AllAsync<SlotClaim>()).Count);

        house.Clock.Now += Duration.FromMinutes(6);
        await house.Get<RunSagas>().RunAsync();
        Assert.True(Assert.Single(await house.AllAsync<Saga>()).NeedsReview);

        till.OnStart = () => new GatewayAnswer.Started("s", "https://till.example/2");
        house.Clock.Now += Duration.FromMinutes(6);
        await house.Get<RunSagas>().RunAsync();
        Payment payment = Assert.Single(await house.AllAsync<Payment>());
        Assert.Equal("https://till.example/2", payment.CheckoutUrl);
        Assert.Equal(BookingStatus.Confirmed, (await PayAsync(house, payment)).Value().Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_refused_payment_ends_the_booking_and_frees_the_time(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill { OnStart = () => new GatewayAnswer.Refused("currency not supported") });
        Assert.IsType<Refusal.PaymentRefused>((await house.BookAsync(Ten)).Refused());
        Assert.Equal(BookingStatus.Expired, Assert.Single(await house.AllAsync<Booking>()).Status);
        Assert.Empty(await house.AllAsync<SlotClaim>());
        Assert.Equal(PaymentState.Failed, Assert.Single(await house.AllAsync<Payment>()).State);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nobody_pays_in_time_and_a_late_success_revives_the_booking_while_its_time_is_free(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill());
        await house.BookAsync(Ten);
        await TimeOutAsync(house);
        Assert.Empty(await house.AllAsync<SlotClaim>());

        Booking revived = (await PayAsync(house, Assert.Single(await house.AllAsync<Payment>()))).Value();
        Assert.Equal(BookingStatus.Confirmed, revived.Status);
        Assert.Equal(6, (await house.AllAsync<SlotClaim>()).Count);
        Assert.Empty(await house.AllAsync<Refund>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_late_success_for_a_time_that_is_gone_goes_back_once(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till);
        await house.BookAsync(Ten);
        await TimeOutAsync(house);
        Payment late = Assert.Single(await house.AllAsync<Payment>());
        await house.BookAsync(Ten);

        await PayAsync(house, late);
        await PayAsync(house, late);
        await house.Get<SendRefunds>().RunAsync();
        await house.Get<SendRefunds>().RunAsync();
        Assert.Equal(500, till.RefundedTotal);
        Assert.Equal(PaymentState.Refunded, (await house.AllAsync<Payment>()).Single(each => each.Id == late.Id).State);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_looked_before_the_late_money_revived_the_booking_does_not_send_it_back(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till);
        Booking booking = (await house.BookAsync(Ten)).Value();
        await TimeOutAsync(house);
        Booking seenExpired = (await house.Get<ReadBooking>().ByIdAsync(booking.Id))!.Booking;
        await PayAsync(house, Assert.Single(await house.AllAsync<Payment>()));

        Outcome<Booking> second = await house.Get<SettleLateMoney>().RunAsync(seenExpired);

        Assert.Equal(BookingStatus.Confirmed, second.Value().Status);
        Assert.Empty(await house.AllAsync<Refund>());
        Assert.Equal(PaymentState.Paid, Assert.Single(await house.AllAsync<Payment>()).State);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Money_that_is_on_its_way_back_revives_nothing(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill());
        Booking booking = (await house.BookAsync(Ten)).Value();
        await PayAsync(house, Assert.Single(await house.AllAsync<Payment>()));
        await house.Get<IWriteQueue>().RunAsync(async scope =>
        {
            Booking expired = await scope.Db.Bookings.SingleAsync();
            expired.Status = BookingStatus.Expired;
            await scope.Db.SlotClaims.ExecuteDeleteAsync();
            await scope.Db.TakenTimes.ExecuteDeleteAsync();
            await Refunds.ReturnAsync(scope, await scope.Db.Payments.SingleAsync(), keep: 0, "Decided a moment ago.", house.Clock.Now);
            return true;
        });

        Outcome<Booking> revived = await house.Get<RestoreBooking>().RunAsync(
            new RestoreBooking.Request(new ChangeRequest(booking.Id, "payment", IsStaff: true), BookingVerb.PayLate));

        Assert.True(revived.IsRefused);
        Assert.Empty(await house.AllAsync<SlotClaim>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Cancelling_late_keeps_the_fee_and_returns_the_rest(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till, service => service.Cancellation = new CancellationPolicy(24, 20));
        Booking booking = (await house.BookAsync(Ten)).Value();
        await PayAsync(house, Assert.Single(await house.AllAsync<Payment>()));
        house.Clock.Now = Ten - Duration.FromHours(2);
        await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false)));
        await house.Get<SendRefunds>().RunAsync();
        Assert.Equal(300, till.RefundedTotal);
        Assert.Equal(PaymentState.PartRefunded, Assert.Single(await house.AllAsync<Payment>()).State);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_refund_that_the_gateway_refuses_for_good_is_a_dead_letter_that_goes_back_when_a_manager_tries_again(string provider)
    {
        var till = new TestTill { OnRefund = () => new GatewayAnswer.Refused("charge_expired_for_refund") };
        await using GuardHouse house = await OpenAsync(provider, till);
        Booking booking = (await house.BookAsync(Ten)).Value();
        await PayAsync(house, Assert.Single(await house.AllAsync<Payment>()));
        await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false)));
        await house.Get<SendRefunds>().RunAsync();
        Assert.Equal(RefundState.NeedsPerson, Assert.Single(await house.AllAsync<Refund>()).State);
        Assert.True(Assert.Single(await house.AllAsync<Saga>()).NeedsReview);
        await Boss.HireAsync(house);
        ReadDeadLetters.Item letter = Assert.Single((await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items);
        Assert.Equal((RefundLetter.Kind, booking.Reference, "charge_expired_for_refund"), (letter.Kind, letter.Reference, letter.Why));
        Assert.Equal("dead-letter:refund", Assert.Single(await house.AllAsync<Alert>()).Cause);

        // Refused again it is a dead letter again; taken, it has gone back once.
        var again = new ActOnMessages.RetryRequest(Boss.Id, MessageChoice.Of(letter.Id), "Their bank has answered");
        Assert.Equal(1, (await house.Get<ActOnMessages>().RunAsync(again)).Value());
        await house.Get<WorkOutbox>().RunAsync(RefundLetter.Kind);
        Assert.Single((await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items);
        till.OnRefund = () => new GatewayAnswer.Refunded();
        Assert.Equal(1, (await house.Get<ActOnMessages>().RunAsync(again)).Value());
        await house.Get<WorkOutbox>().RunAsync(RefundLetter.Kind);
        await house.Get<SendRefunds>().RunAsync();
        Assert.Empty((await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items);
        Assert.Equal(PaymentState.Refunded, Assert.Single(await house.AllAsync<Payment>()).State);
        Assert.False(Assert.Single(await house.AllAsync<Saga>()).NeedsReview);
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Money_that_a_manager_sees_to_by_hand_does_not_go_back_as_well(string provider)
    {
        var till = new TestTill { OnRefund = () => new GatewayAnswer.Refused("charge_expired_for_refund") };
        await using GuardHouse house = await OpenAsync(provider, till);
        Booking booking = (await house.BookAsync(Ten)).Value();
        await PayAsync(house, Assert.Single(await house.AllAsync<Payment>()));
        await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false)));
        await house.Get<SendRefunds>().RunAsync();
        await Boss.HireAsync(house);
        ReadDeadLetters.Item letter = Assert.Single((await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items);

        // One manager tries again, and the gateway is away; another pays it back by hand.
        till.OnRefund = () => new GatewayAnswer.Unavailable("away");
        Assert.Equal(1, (await house.Get<ActOnMessages>().RunAsync(new ActOnMessages.RetryRequest(Boss.Id, MessageChoice.Of(letter.Id), "Once more"))).Value());
        await house.Get<WorkOutbox>().RunAsync(RefundLetter.Kind);
        Assert.Equal(RefundState.Pending, Assert.Single(await house.AllAsync<Refund>()).State);
        Assert.Equal(1, (await house.Get<ActOnMessages>().RunAsync(new ActOnMessages.SkipRequest(Boss.Id, MessageChoice.Of(letter.Id), "Paid in cash"))).Value());

        till.OnRefund = () => new GatewayAnswer.Refunded();
        house.Clock.Now += Duration.FromDays(1);
        await house.Get<SendRefunds>().RunAsync();
        Assert.Equal(RefundState.NeedsPerson, Assert.Single(await house.AllAsync<Refund>()).State);
        Assert.Equal(0, Assert.Single(await house.AllAsync<Payment>()).Refunded);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Approval_comes_before_payment_and_both_before_confirmation(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill(), service => service.NeedsApproval = true);
        Booking booking = (await house.BookAsync(Ten)).Value();
        Assert.Equal(BookingStatus.PendingApproval, booking.Status);
        Assert.Empty(await house.AllAsync<Payment>());
        await ChangeAsync(house, booking, BookingVerb.Approve);
        Payment payment = Assert.Single(await house.AllAsync<Payment>());
        await PayAsync(house, payment);
        Assert.Equal(
            [BookingEventTypes.Requested, BookingEventTypes.Approved, BookingEventTypes.AwaitingPayment, BookingEventTypes.Confirmed],
            (await house.AllAsync<BookingEvent>()).OrderBy(happened => happened.Version).Select(happened => happened.Type));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_request_that_nobody_answers_expires_and_frees_the_time(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill(), service => service.NeedsApproval = true);
        await house.BookAsync(Ten);
        house.Clock.Now += Duration.FromHours(48);
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, Assert.Single(await house.AllAsync<Booking>()).Status);
        Assert.Empty(await house.AllAsync<SlotClaim>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_request_that_an_import_brought_along_can_be_approved_declined_and_runs_out(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill(), service => (service.NeedsApproval, service.Deposit) = (true, DepositRule.None));
        Booking[] requests = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(async i => (await house.BookAsync(Ten + Duration.FromHours(i))).Value()))];
        await using (PortalContext db = await house.DbAsync())
        {
            await db.Sagas.ExecuteDeleteAsync(); // as an import leaves them
        }

        Assert.Equal(BookingStatus.Confirmed, (await ChangeAsync(house, requests[0], BookingVerb.Approve)).Value().Status);
        Assert.Equal(BookingStatus.Declined, (await ChangeAsync(house, requests[1], BookingVerb.Decline)).Value().Status);
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.PendingApproval, (await house.Get<ReadBooking>().ByIdAsync(requests[2].Id))!.Booking.Status);
        house.Clock.Now = requests[2].StartsAt;
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, (await house.Get<ReadBooking>().ByIdAsync(requests[2].Id))!.Booking.Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Declined_means_declined_and_free(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill(), service => service.NeedsApproval = true);
        Booking booking = (await house.BookAsync(Ten)).Value();
        Assert.Equal(BookingStatus.Declined, (await ChangeAsync(house, booking, BookingVerb.Decline)).Value().Status);
        Assert.Empty(await house.AllAsync<SlotClaim>());
        Assert.IsType<Refusal.WrongStatus>((await ChangeAsync(house, booking, BookingVerb.Approve)).Refused());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Staff_may_waive_the_payment(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill());
        Booking booking = (await house.BookAsync(Ten)).Value();
        Assert.Equal(BookingStatus.Confirmed, (await ChangeAsync(house, booking, BookingVerb.Pay)).Value().Status);
        Assert.Equal(PaymentState.Failed, Assert.Single(await house.AllAsync<Payment>()).State);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_refund_at_a_gateway_that_is_gone_is_for_a_person_and_the_others_are_sent(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till);
        Payment[] payments = [await PaidAndCancelledAsync(house, Ten), await PaidAndCancelledAsync(house, Ten + Duration.FromHours(1))];
        await BeganWithAsync(house, payments[0], "closed-down");
        await house.Get<SendRefunds>().RunAsync();
        List<Refund> refunds = await house.AllAsync<Refund>();
        Assert.Equal(RefundState.NeedsPerson, refunds.Single(refund => refund.PaymentId == payments[0].Id).State);
        Assert.Equal(RefundState.Done, refunds.Single(refund => refund.PaymentId == payments[1].Id).State);
        Assert.Equal(payments[0].BookingId, Assert.Single(await house.AllAsync<Saga>(), saga => saga.NeedsReview).Id);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_payment_at_a_gateway_that_is_gone_is_for_a_person_and_the_others_are_asked_about(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till, settings: new SagaSettings(PaymentMinutes: 600));
        Booking[] bookings = [(await house.BookAsync(Ten)).Value(), (await house.BookAsync(Ten + Duration.FromHours(1))).Value()];
        List<Payment> payments = await house.AllAsync<Payment>();
        await BeganWithAsync(house, payments.Single(payment => payment.BookingId == bookings[0].Id), "closed-down");
        till.OnRead = _ => new GatewayAnswer.Paid("session-1");
        house.Clock.Now += Duration.FromMinutes(3);
        await house.Get<AskAboutPayments>().RunAsync();
        List<Booking> after = await house.AllAsync<Booking>();
        Assert.Equal(BookingStatus.PendingPayment, after.Single(booking => booking.Id == bookings[0].Id).Status);
        Assert.Equal(BookingStatus.Confirmed, after.Single(booking => booking.Id == bookings[1].Id).Status);
        Assert.Equal(bookings[0].Id, Assert.Single(await house.AllAsync<Saga>(), saga => saga.NeedsReview).Id);
        Assert.Equal(0, await house.Get<AskAboutPayments>().RunAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Payments_that_stay_undecided_do_not_keep_others_from_being_asked_about(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till, settings: new SagaSettings(PaymentMinutes: 600));
        for (int i = 0; i < 60; i++)
        {
            (await house.BookAsync(Ten + Duration.FromMinutes(30 * i))).Value();
        }

        Guid last = (await house.AllAsync<Payment>()).Max(payment => payment.Id);
        till.OnRead = payment => payment.Id == last ? new GatewayAnswer.Paid("session-1") : new GatewayAnswer.Pending();
        house.Clock.Now += Duration.FromMinutes(3);
        await house.Get<AskAboutPayments>().RunAsync();
        await house.Get<AskAboutPayments>().RunAsync();
        Assert.Equal(last, Assert.Single(await house.AllAsync<Payment>(), payment => payment.State == PaymentState.Paid).Id);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_a_bank_takes_days_to_send_is_asked_for_until_it_is_there_and_not_every_half_minute(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till);
        await house.BookAsync(GuardHouse.Opening + Duration.FromDays(8));
        house.Clock.Now += Duration.FromMinutes(31);
        await house.Get<RunSagas>().RunAsync();
        int asked = 0;
        till.OnRead = _ =>
        {
            asked++;
            return new GatewayAnswer.Pending();
        };
        house.Clock.Now += Duration.FromDays(5);
        for (int halfMinute = 0; halfMinute < 20; halfMinute++)
        {
            await house.Get<AskAboutPayments>().RunAsync();
            house.Clock.Now += Duration.FromSeconds(30);
        }

        Assert.Equal(1, asked);
        till.OnRead = _ => new GatewayAnswer.Paid("session-1");
        await house.Get<AskAboutPayments>().RunAsync();
        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await house.AllAsync<Booking>()).Status);
    }

    private static async Task<Payment> PaidAndCancelledAsync(GuardHouse house, Instant start)
    {
        Booking booking = (await house.BookAsync(start)).Value();
        Payment payment = (await house.AllAsync<Payment>()).Single(each => each.BookingId == booking.Id);
        await PayAsync(house, payment);
        await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false)));
        return payment;
    }

    /// <summary>A payment from before the business changed its gateway.</summary>
    private static async Task BeganWithAsync(GuardHouse house, Payment payment, string gateway)
    {
        await using PortalContext db = await house.DbAsync();
        await db.Payments.Where(each => each.Id == payment.Id).ExecuteUpdateAsync(set => set.SetProperty(each => each.Gateway, gateway));
    }

    private static async Task<GuardHouse> OpenAsync(string provider, TestTill till, Action<Service>? change = null, SagaSettings? settings = null)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, gateway: till, more: services =>
        {
            if (settings is not null)
            {
                services.AddSingleton(settings);
            }
        });
        await house.AddShopAsync(people: 1, service =>
        {
            (service.PriceAmount, service.Deposit) = (1000, new DepositRule(DepositKind.Fixed, 500));
            change?.Invoke(service);
        });
        return house;
    }

    private static Task<Outcome<Booking>> PayAsync(GuardHouse house, Payment payment) =>
        house.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment.Id, new GatewayAnswer.Paid("session-1")));

    private static Task<Outcome<Booking>> ChangeAsync(GuardHouse house, Booking booking, BookingVerb verb) =>
        house.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true, "As agreed"), verb));

    private static async Task TimeOutAsync(GuardHouse house)
    {
        house.Clock.Now += Duration.FromMinutes(31);
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, Assert.Single(await house.AllAsync<Booking>()).Status);
    }
}
