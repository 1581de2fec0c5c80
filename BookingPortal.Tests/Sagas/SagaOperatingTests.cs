using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
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
    public async Task Skipping_the_wait_for_money_confirms_the_booking(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, new TestTill());
        Guid id = (await house.BookAsync(Ten)).Value().Id;
        Assert.Equal(SagaStatus.Done, (await ActAsync(house, id, SagaAct.Skip)).Value().Status);
        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await house.AllAsync<Booking>()).Status);
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

    /// <summary>A shop whose service is paid in advance, and its manager.</summary>
    private static async Task<GuardHouse> OpenAsync(string provider, TestTill till)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, gateway: till);
        await house.AddShopAsync(1, service => (service.PriceAmount, service.Deposit) = (1500, new DepositRule(DepositKind.Fixed, 500)));
        await Boss.HireAsync(house);
        return house;
    }
}
