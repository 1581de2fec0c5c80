using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>Guarantee 1, under load: as many succeed as there is room for, whoever asks and however many at once.</summary>
public sealed class OneSlotManyClientsTests
{
    private const int Clients = 50;

    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromHours(2);

    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_fifty_clients_on_each_of_twenty_slots_one_succeeds(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        for (int slot = 0; slot < 20; slot++)
        {
            Instant start = Ten + Duration.FromMinutes(30 * slot);
            Outcome<Booking>[] outcomes = await AllAtOnceAsync(() => house.BookAsync(start));
            Assert.Single(outcomes, outcome => !outcome.IsRefused);
            Assert.All(outcomes.Where(outcome => outcome.IsRefused), outcome => Assert.IsType<Refusal.SlotTaken>(outcome.Refused()));
        }
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Without_the_claim_key_more_than_one_succeeds(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        await house.TakeTheClaimKeyAwayAsync();
        int sold = 0;
        for (int slot = 0; slot < 20; slot++)
        {
            Instant start = Ten + Duration.FromMinutes(30 * slot);
            sold += (await AllAtOnceAsync(() => house.BookAsync(start))).Count(outcome => !outcome.IsRefused);
        }

        Assert.True(sold > 20, $"{sold} were sold of 20 slots although nothing prevents a double booking.");
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_ten_people_exactly_ten_are_booked(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 10);
        Outcome<Booking>[] outcomes = await AllAtOnceAsync(() => house.BookAsync(Ten));
        Assert.Equal(10, outcomes.Count(outcome => !outcome.IsRefused));
        Assert.Equal(10, outcomes.Where(outcome => !outcome.IsRefused).Select(outcome => outcome.Value().Resources[0].ResourceId).Distinct().Count());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_class_of_twelve_takes_exactly_twelve(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, service => (service.Kind, service.Seats) = (BookingPortal.Core.Availability.ServiceKind.Class, 12));
        Outcome<Booking>[] outcomes = await AllAtOnceAsync(() => house.BookAsync(Ten));
        Assert.Equal(12, outcomes.Count(outcome => !outcome.IsRefused));
        Assert.Single(await house.AllAsync<BookingPortal.Core.Availability.Session>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_capacity_of_three_units_is_sold_three_times(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, capacity: 3);
        Outcome<Booking>[] outcomes = await AllAtOnceAsync(() => house.BookAsync(Ten));
        Assert.Equal(3, outcomes.Count(outcome => !outcome.IsRefused));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task At_most_five_a_day_means_five(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 10, service => service.MaxPerDay = 5);
        Outcome<Booking>[] outcomes = await AllAtOnceAsync(i => house.BookAsync(Ten + Duration.FromMinutes(30 * (i % 10))));
        Assert.Equal(5, outcomes.Count(outcome => !outcome.IsRefused));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Overlapping_but_unequal_starts_never_both_succeed(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, service => service.StepMinutes = 5);
        Outcome<Booking>[] outcomes = await AllAtOnceAsync(i => house.BookAsync(Ten + Duration.FromMinutes(5 * (i % 6))));
        Assert.Single(outcomes, outcome => !outcome.IsRefused);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task One_person_shared_by_two_sites_is_booked_once(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        var lisbon = new Site { Slug = "lisbon", Name = "Lisbon", TimeZone = "Europe/Lisbon" };
        var kathmandu = new Site { Slug = "kathmandu", Name = "Kathmandu", TimeZone = "Asia/Kathmandu" };
        var guide = new Resource { Slug = "guide", Name = "Guide", Kind = "staff", TimeZone = "Asia/Kathmandu", Sites = [lisbon.Id, kathmandu.Id] };
        Service Tour(string slug, Site site) => new() { Slug = slug, Name = slug, DurationMinutes = 60, StepMinutes = 15, Sites = [site.Id], Requires = [new RequiredGroup([guide.Id])] };
        await house.AddAsync(lisbon, kathmandu, guide, Tour("walk", lisbon), Tour("climb", kathmandu));

        Outcome<Booking>[] outcomes = await AllAtOnceAsync(i => i % 2 == 0
            ? house.BookAsync(Ten, site: "lisbon", service: "walk")
            : house.BookAsync(Ten + Duration.FromMinutes(15), site: "kathmandu", service: "climb"));
        Assert.Single(outcomes, outcome => !outcome.IsRefused);
    }

    private static Task<Outcome<Booking>[]> AllAtOnceAsync(Func<Task<Outcome<Booking>>> book) => AllAtOnceAsync(_ => book());

    private static Task<Outcome<Booking>[]> AllAtOnceAsync(Func<int, Task<Outcome<Booking>>> book) =>
        Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Task.Run(() => book(i))));
}
