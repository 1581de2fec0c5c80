using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Sagas;

/// <summary>A new plan is tried on a share of the bookings and taken back at once; who began with a plan finishes with it.</summary>
public sealed class PlanVersionTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(3);

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_rollout_percentage_chooses_the_plan_and_zero_is_the_way_back(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        var sagas = house.Get<BookingSagas>();
        SagaRollout At(int percentage) => new() { Plan = BookingSaga.PlanName, NewVersion = 2, OldVersion = 1, Percentage = percentage };
        Guid[] ids = [.. Enumerable.Range(0, 1000).Select(_ => Guid.CreateVersion7())];
        Assert.All(ids, id => Assert.Equal(1, sagas.VersionFor(id, At(0))));
        Assert.All(ids, id => Assert.Equal(2, sagas.VersionFor(id, At(100))));
        Assert.InRange(ids.Count(id => sagas.VersionFor(id, At(30)) == 2), 200, 400);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_share_is_set_while_the_portal_runs_and_taken_back_at_once(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Assert.Equal(2, await VersionOfNextAsync(house, 0));
        await SetAsync(house, 0);
        Assert.Equal(1, await VersionOfNextAsync(house, 1));
        await SetAsync(house, 100);
        Assert.Equal(2, await VersionOfNextAsync(house, 2));
        await SetAsync(house, 0);
        Assert.Equal(1, await VersionOfNextAsync(house, 3));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_booking_finishes_on_the_plan_it_began_with(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.NeedsApproval = true);
        await SetAsync(house, 100);
        Booking onNew = (await house.BookAsync(Ten)).Value();
        await SetAsync(house, 0);
        Booking onOld = (await house.BookAsync(Ten + Duration.FromHours(1))).Value();
        await ApproveAsync(house, onNew);
        await SetAsync(house, 100);
        await ApproveAsync(house, onOld);
        List<Saga> sagas = await house.AllAsync<Saga>();
        Assert.All(sagas, saga => Assert.Equal(SagaStatus.Done, saga.Status));
        Assert.Contains(sagas.Single(saga => saga.Id == onNew.Id).Log, entry => entry.Step == "greeting");
        Assert.DoesNotContain(sagas.Single(saga => saga.Id == onOld.Id).Log, entry => entry.Step == "greeting");
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_plan_that_this_build_does_not_have_cannot_be_chosen(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        var set = house.Get<SetSagaRollout>();
        Assert.Equal("new", Assert.IsType<Refusal.Invalid>((await set.RunAsync(new SetSagaRollout.Request(3, 1, 10))).Refused()).Field);
        Assert.Equal("old", Assert.IsType<Refusal.Invalid>((await set.RunAsync(new SetSagaRollout.Request(2, 7, 10))).Refused()).Field);
        Assert.Equal("percent", Assert.IsType<Refusal.Invalid>((await set.RunAsync(new SetSagaRollout.Request(2, 1, 101))).Refused()).Field);
        Assert.Empty(await house.AllAsync<SagaRollout>());
    }

    private static async Task<GuardHouse> OpenAsync(string provider, Action<Service>? change = null)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, more: services => services.AddSingleton<IReadOnlyList<SagaPlan<BookingUnderway>>>(made =>
        {
            SagaPlan<BookingUnderway> now = made.GetRequiredService<BookingSaga>().Plans()[^1];
            var greeting = new SagaStep<BookingUnderway>("greeting") { Inside = static (_, _, _) => Task.FromResult(StepResult.Finished) };
            return [now, new SagaPlan<BookingUnderway>(now.Version + 1, [.. now.Steps, greeting])];
        }));
        await house.AddShopAsync(people: 1, change);
        return house;
    }

    private static async Task SetAsync(GuardHouse house, int percent) =>
        (await house.Get<SetSagaRollout>().RunAsync(new SetSagaRollout.Request(New: 2, Old: 1, percent))).Value();

    private static async Task<int> VersionOfNextAsync(GuardHouse house, int number)
    {
        Booking booking = (await house.BookAsync(Ten + Duration.FromMinutes(30 * number))).Value();
        return (await house.AllAsync<Saga>()).Single(saga => saga.Id == booking.Id).PlanVersion;
    }

    private static async Task ApproveAsync(GuardHouse house, Booking booking) =>
        (await house.Get<ChangeBooking>().RunAsync(
            new ChangeBooking.Request(new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true), BookingVerb.Approve))).Value();
}
