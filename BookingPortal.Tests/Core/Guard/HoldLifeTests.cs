using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>Guarantee 2: a hold blocks others until it expires, and expiry needs no job.</summary>
public sealed class HoldLifeTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromHours(2);

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_slot_held_by_another_customer_cannot_be_held_and_alternatives_are_named(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        (await house.HoldAsync(Ten)).Value();
        var taken = Assert.IsType<Refusal.SlotTaken>((await house.HoldAsync(Ten)).Refused());
        Assert.Equal(5, taken.Alternatives.Count);
        Assert.Equal(Ten - Duration.FromMinutes(30), taken.Alternatives[0]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_nearest_alternatives_are_found_behind_weeks_without_any(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Site shop = Assert.Single(await house.AllAsync<Site>());
        var today = new LocalDate(2026, 9, 7);
        shop.Exceptions = [new(today, today, [new OpeningHours(10 * 60, 11 * 60)]), new(today.PlusDays(1), today.PlusDays(30), [])];
        await house.ChangeAsync(shop);
        (await house.HoldAsync(Ten)).Value();

        var taken = Assert.IsType<Refusal.SlotTaken>((await house.HoldAsync(Ten)).Refused());

        Instant open = SiteTime.ToInstant(today.PlusDays(31), 0, SiteTime.FindZone(shop.TimeZone)!);
        Assert.Equal(
            [Ten + Duration.FromMinutes(30), .. Enumerable.Range(0, 4).Select(place => open + Duration.FromMinutes(30 * place))],
            taken.Alternatives);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_alternatives_to_either_side_none_that_is_nearer_is_left_out(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Site shop = Assert.Single(await house.AllAsync<Site>());
        var today = new LocalDate(2026, 9, 7);

        // Only two mornings are open: today, and in twenty days, for which somebody asks.
        shop.Exceptions = [new(today, today, [new OpeningHours(10 * 60, 12 * 60)]), new(today.PlusDays(1), today.PlusDays(19), []), new(today.PlusDays(20), today.PlusDays(20), [new OpeningHours(600, 660)]), new(today.PlusDays(21), today.PlusDays(50), [])];
        await house.ChangeAsync(shop);
        Instant wanted = Ten + Duration.FromDays(20);
        (await house.HoldAsync(wanted)).Value();

        var taken = Assert.IsType<Refusal.SlotTaken>((await house.HoldAsync(wanted)).Refused());

        Assert.Equal(
            [wanted + Duration.FromMinutes(30), .. Enumerable.Range(0, 4).Select(place => Ten + Duration.FromMinutes(90 - (30 * place)))],
            taken.Alternatives);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_expired_hold_is_taken_over_without_any_job(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Hold first = (await house.HoldAsync(Ten)).Value();
        house.Clock.Now += Duration.FromMinutes(15);
        Hold second = (await house.HoldAsync(Ten)).Value();
        Assert.IsType<Refusal.HoldExpired>((await house.BookAsync(first)).Refused());
        Assert.Equal(BookingStatus.Confirmed, (await house.BookAsync(second)).Value().Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Confirming_after_the_expiry_works_while_nobody_took_the_time(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Hold hold = (await house.HoldAsync(Ten)).Value();
        house.Clock.Now += Duration.FromMinutes(40);
        Booking booking = (await house.BookAsync(hold)).Value();
        Assert.Equal(hold.Id, booking.Id);
        Assert.All(await house.AllAsync<SlotClaim>(), claim => Assert.Null(claim.ExpiresAt));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_hold_that_lost_one_cell_is_expired_as_a_whole(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, service => service.StepMinutes = 5);
        Hold first = (await house.HoldAsync(Ten)).Value();
        house.Clock.Now += Duration.FromMinutes(15);
        (await house.HoldAsync(Ten + Duration.FromMinutes(25))).Value();
        Assert.IsType<Refusal.HoldExpired>((await house.BookAsync(first)).Refused());
        Assert.Empty(await house.AllAsync<Booking>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_hold_is_renewed_once(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Hold hold = (await house.HoldAsync(Ten)).Value();
        house.Clock.Now += Duration.FromMinutes(10);
        Hold renewed = (await house.Get<RenewHold>().RunAsync(hold.Id)).Value();
        Assert.Equal(house.Clock.Now + Duration.FromMinutes(15), renewed.ExpiresAt);
        Assert.IsType<Refusal.TooLate>((await house.Get<RenewHold>().RunAsync(hold.Id)).Refused());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_released_hold_gives_everything_back(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider, holdsPerVisitor: 1);
        await house.AddShopAsync(people: 1);
        Hold hold = (await house.HoldAsync(Ten, visitor: "v")).Value();
        Assert.True(await house.Get<ReleaseHold>().RunAsync(hold.Id));
        Assert.False(await house.Get<ReleaseHold>().RunAsync(hold.Id));
        (await house.HoldAsync(Ten, visitor: "v")).Value();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task One_visitor_cannot_hold_more_than_three_slots_even_at_once(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider, holdsPerVisitor: 3);
        await house.AddShopAsync(people: 1);
        Outcome<Hold>[] outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            Task.Run(() => house.HoldAsync(Ten + Duration.FromMinutes(30 * i), visitor: "v"))));
        Assert.Equal(3, outcomes.Count(outcome => !outcome.IsRefused));
        Assert.All(outcomes.Where(outcome => outcome.IsRefused), outcome => Assert.IsType<Refusal.TooManyHolds>(outcome.Refused()));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_visitor_finds_the_times_they_keep_and_nobody_elses(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider, holdsPerVisitor: 3);
        await house.AddShopAsync(people: 1);
        Hold later = (await house.HoldAsync(Ten + Duration.FromHours(1), visitor: "v")).Value();
        house.Clock.Now += Duration.FromMinutes(10);
        Hold sooner = (await house.HoldAsync(Ten, visitor: "v")).Value();
        (await house.HoldAsync(Ten + Duration.FromHours(2), visitor: "other")).Value();

        Assert.Equal([sooner.Id, later.Id], (await house.Get<ReadVisitorHolds>().RunAsync("v")).Select(hold => hold.Id));
        house.Clock.Now += Duration.FromMinutes(6);
        Assert.Equal([sooner.Id], (await house.Get<ReadVisitorHolds>().RunAsync("v")).Select(hold => hold.Id));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_booked_hold_no_longer_counts_against_its_visitor(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider, holdsPerVisitor: 1);
        await house.AddShopAsync(people: 1);
        (await house.BookAsync((await house.HoldAsync(Ten, visitor: "v")).Value())).Value();
        (await house.HoldAsync(Ten + Duration.FromHours(1), visitor: "v")).Value();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_same_hold_booked_twice_at_once_is_one_booking(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Hold hold = (await house.HoldAsync(Ten)).Value();
        Outcome<Booking>[] outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => house.BookAsync(hold))));
        Assert.Single(outcomes.Select(outcome => outcome.Value().Reference).Distinct(StringComparer.Ordinal));
        Assert.Single(await house.AllAsync<Booking>());
    }
}
