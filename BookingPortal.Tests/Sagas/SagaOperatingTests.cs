using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Sagas;

/// <summary>A person can always step in: the saga of one booking step by step, and what a manager does to it.</summary>
public sealed class SagaOperatingTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(3);

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_step_that_cannot_go_on_is_flagged_once_and_seen_step_by_step_and_a_retry_takes_it_on(string provider)
    {
        var till = new TestTill { OnStart = () => new GatewayAnswer.Unavailable("no answer") };
        await using GuardHouse house = await OpenAsync(provider, till);
        Guid id = (await house.BookAsync(Ten)).Value().Id;
        house.Clock.Now += Duration.FromMinutes(6);
        Assert.Equal(1, await house.Get<WatchStuckBookings>().RunAsync());
        Assert.Equal(0, await house.Get<WatchStuckBookings>().RunAsync());
        Assert.Equal("stuck:bookings", Assert.Single(await house.AllAsync<Alert>()).Cause);

        ReadSaga.Found found = (await house.Get<ReadSaga>().RunAsync(id))!;
        Assert.Equal(["done", "done", "done", "running", "ahead", "ahead"], found.Steps.Select(step => step.State));
        Assert.True(found is { CanRetry: true, CanUndo: true, CanTakeOver: true });
        Assert.Equal(id, Assert.Single(await house.Get<ReadSaga>().NeedingReviewAsync()).Booking.Id);

        till.OnStart = () => new GatewayAnswer.Started("s", "https://till.example/2");
        Saga saga = (await ActAsync(house, id, SagaAct.Retry)).Value();
        Assert.False(saga.NeedsReview);
        Assert.Equal("https://till.example/2", Assert.Single(await house.AllAsync<Payment>()).CheckoutUrl);
        Assert.Equal("waiting", (await house.Get<ReadSaga>().RunAsync(id))!.Steps[4].State);
        await house.Get<WatchStuckBookings>().RunAsync();
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
        OperatorAct act = Assert.Single(await house.AllAsync<OperatorAct>());
        Assert.Equal(("saga-retry", "maria@example.com", "checkout"), (act.Act, act.By, act.Subject));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Skipping_the_wait_for_money_confirms_the_booking_waives_its_payment_and_closes_its_page(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till);
        Guid id = (await house.BookAsync(Ten)).Value().Id;
        Assert.Equal(SagaStatus.Done, (await ActAsync(house, id, SagaAct.Skip)).Value().Status);
        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await house.AllAsync<Booking>()).Status);
        Payment payment = Assert.Single(await house.AllAsync<Payment>());
        Assert.Equal((PaymentState.Failed, "Waived by staff."), (payment.State, payment.Problem));
        OperatorAct act = Assert.Single(await house.AllAsync<OperatorAct>());
        Assert.Equal(("saga-skip", "maria@example.com", "paid"), (act.Act, act.By, act.Subject));
        await MustBeCleanAsync(house);

        house.Clock.Now += Duration.FromMinutes(3);
        await house.Get<AskAboutPayments>().RunAsync();
        Assert.Equal([payment.Id], till.Closed);

        // Paid all the same, a moment before the page was closed: it stays with the booking.
        await house.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment.Id, new GatewayAnswer.Paid("session-1")));
        Assert.Equal(PaymentState.Paid, Assert.Single(await house.AllAsync<Payment>()).State);
        Assert.Empty(await house.AllAsync<Refund>());
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Skipping_a_page_that_the_gateway_does_not_give_waits_for_no_money(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill { OnStart = () => new GatewayAnswer.Unavailable("no answer") });
        Guid id = (await house.BookAsync(Ten)).Value().Id;
        Assert.Equal(SagaStatus.Done, (await ActAsync(house, id, SagaAct.Skip)).Value().Status);
        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await house.AllAsync<Booking>()).Status);
        Assert.Equal(PaymentState.Failed, Assert.Single(await house.AllAsync<Payment>()).State);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Skipping_an_approval_leaves_nobody_asked_and_goes_on_to_the_money(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill(), service => (service.NeedsApproval, service.Approvers) = (true, ["desk", "manager"]));
        Guid id = (await house.BookAsync(Ten)).Value().Id;
        Assert.True((await house.Get<ReadSaga>().RunAsync(id))!.Steps.Single(step => step.Name == "approval").CanBeSkipped);
        Assert.False((await ActAsync(house, id, SagaAct.Skip)).IsRefused);
        Assert.Equal((SagaStatus.Waiting, 4), (Assert.Single(await house.AllAsync<Saga>()).Status, Assert.Single(await house.AllAsync<Saga>()).Step));
        Assert.Equal(BookingStatus.PendingPayment, Assert.Single(await house.AllAsync<Booking>()).Status);
        ApprovalRequest asked = Assert.Single(await house.AllAsync<ApprovalRequest>());
        Assert.Equal((ApprovalState.Withdrawn, "maria@example.com"), (asked.State, asked.DecidedBy));
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_a_cancelled_booking_still_asked_for_is_closed_at_the_gateway_and_what_only_ran_out_is_not(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till);
        Booking cancelled = (await house.BookAsync(Ten)).Value();
        Booking ranOut = (await house.BookAsync(Ten + Duration.FromHours(1))).Value();
        await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(cancelled.Id, "customer", IsStaff: false)));
        house.Clock.Now += Duration.FromMinutes(31);
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, (await house.AllAsync<Booking>()).Single(each => each.Id == ranOut.Id).Status);
        await house.Get<AskAboutPayments>().RunAsync();
        Assert.Equal([(await house.AllAsync<Payment>()).Single(payment => payment.BookingId == cancelled.Id).Id], till.Closed);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_ran_out_can_be_paid_for_until_its_visit_would_begin_and_then_its_page_is_closed(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till);
        await house.BookAsync(house.Clock.Now + Duration.FromHours(1));
        house.Clock.Now += Duration.FromMinutes(31);
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, Assert.Single(await house.AllAsync<Booking>()).Status);
        await house.Get<AskAboutPayments>().RunAsync();
        Assert.Empty(till.Closed);

        house.Clock.Now += Duration.FromMinutes(29);
        await house.Get<AskAboutPayments>().RunAsync();
        Assert.Equal([Assert.Single(await house.AllAsync<Payment>()).Id], till.Closed);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Undoing_takes_every_step_back_and_frees_the_time(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill());
        Guid id = (await house.BookAsync(Ten)).Value().Id;
        Assert.Equal(SagaStatus.Undone, (await ActAsync(house, id, SagaAct.Undo)).Value().Status);
        Assert.Equal(BookingStatus.Cancelled, Assert.Single(await house.AllAsync<Booking>()).Status);
        Assert.Empty(await house.AllAsync<BookingPortal.Core.Holds.SlotClaim>());
        Assert.True((await ActAsync(house, id, SagaAct.Retry)).Refused() is Refusal.WrongStatus);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Whoever_takes_over_is_named_and_only_managers_may(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill());
        Guid id = (await house.BookAsync(Ten)).Value().Id;
        Saga saga = (await ActAsync(house, id, SagaAct.TakeOver)).Value();
        Assert.Contains(saga.Log, entry => entry is { What: "taken over", Why: "maria@example.com: I call her" });

        var stranger = new ActOnSaga.Request(Guid.NewGuid(), id, SagaAct.Undo, "Because");
        Assert.True((await house.Get<ActOnSaga>().RunAsync(stranger)).Refused() is Refusal.Invalid { Field: "role" });
    }

    private static Task<Outcome<Saga>> ActAsync(GuardHouse house, Guid id, SagaAct act) =>
        Boss.ActAsync(house, id, act, "I call her");

    private static async Task MustBeCleanAsync(GuardHouse house) =>
        Assert.Equal([], (await house.Get<CheckPortal>().RunAsync()).Findings.Select(finding => finding.ToString()));

    /// <summary>A shop whose service is paid in advance, and its manager.</summary>
    private static async Task<GuardHouse> OpenAsync(string provider, TestTill till, Action<Service>? change = null)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, gateway: till, more: services => services.AddSingleton<CheckPortal>());
        await house.AddShopAsync(1, service =>
        {
            (service.PriceAmount, service.Deposit) = (1500, new DepositRule(DepositKind.Fixed, 500));
            change?.Invoke(service);
        });
        await Boss.HireAsync(house);
        return house;
    }
}
