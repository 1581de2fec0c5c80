using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Time;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>
/// Who wants one start reads only what lies around it, unless the rules look further. Here each rule that could is put to it:
/// what decides lies hours away, and the verdict on every start of the day, its choice of people included, is the whole day's.
/// </summary>
public sealed class OneStartReadingTests
{
    private static readonly LocalDate Day = new(2026, 9, 8);

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_person_with_the_emptiest_day_comes_first_although_the_bookings_lie_hours_away(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Requires = [service.Requires[0] with { Choose = ChoosingStrategy.Fewest }]);
        await BookAsync(house, ("09:00", "ana"), ("10:00", "ana"), ("11:00", "rui"), ("12:00", "zoe"));
        Assert.StartsWith("offered rui", (await SameAsTheDayAsync(house))["17:00"], StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_second_group_takes_its_emptiest_day_too_where_the_person_was_asked_for(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Requires =
            [new RequiredGroup([service.Requires[0].AnyOf[0]]), new RequiredGroup([.. service.Requires[0].AnyOf.Skip(1)], ChoosingStrategy.Fewest)]);
        await BookAsync(house, ("09:00", null), ("10:00", null), ("11:00", null));
        Assert.StartsWith("offered ana+zoe", (await SameAsTheDayAsync(house, asked: "ana"))["17:00"], StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Each_booking_opens_a_gap_where_it_ends_and_the_next_one_opens_another(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service =>
            (service.FillGaps, service.StepMinutes, service.DurationMinutes, service.BufferBeforeMinutes, service.BufferAfterMinutes) = (true, 60, 40, 65, 10));

        // 09:00 ends at 09:40; its buffer and the next one's make that 10:55, and so on down the day.
        await BookAsync(house, ("09:00", "ana"), ("10:55", "ana"), ("12:50", "ana"));
        Dictionary<string, string> said = await SameAsTheDayAsync(house, asked: "ana");
        Assert.StartsWith("offered", said["14:45"], StringComparison.Ordinal);
        Assert.Equal("off-the-grid", said["14:40"]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_day_that_is_full_is_full_at_every_hour(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.MaxPerDay = 2);
        await BookAsync(house, ("09:00", "ana"), ("10:00", "rui"));
        Assert.Equal("day-full", (await SameAsTheDayAsync(house))["17:00"]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_turn_goes_on_from_whoever_had_the_last_one_hours_ago(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Requires = [service.Requires[0] with { Choose = ChoosingStrategy.Rotate }]);
        await BookAsync(house, ("09:00", null), ("10:00", null));
        Assert.StartsWith("offered zoe", (await SameAsTheDayAsync(house))["17:00"], StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_grid_counts_from_an_opening_on_the_evening_before(string provider)
    {
        var night = new AvailabilityRule(Weekdays.All, new OpeningHours(22 * 60, 2 * 60));
        await using GuardHouse house = await OpenAsync(provider, service => service.StepMinutes = 50, person => person.Hours = [night]);
        await BookAsync(house, ("00:30", "ana"));
        Dictionary<string, string> said = await SameAsTheDayAsync(house);
        Assert.StartsWith("offered rui", said["00:30"], StringComparison.Ordinal);
        Assert.Equal("off-the-grid", said["00:00"]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_class_is_judged_by_its_own_session_and_by_those_that_overlap_it(string provider)
    {
        await using GuardHouse house = await OpenAsync(
            provider, service => (service.Kind, service.Seats, service.DurationMinutes, service.StepMinutes) = (ServiceKind.Class, 2, 120, 60));
        await BookAsync(house, ("09:00", "ana"), ("09:00", "ana"), ("13:00", "ana"), ("13:00", "ana"));
        Dictionary<string, string> said = await SameAsTheDayAsync(house, asked: "ana");
        Assert.Equal(("session-full", "booked", "session-full"), (said["09:00"], said["10:00"], said["13:00"]));
        Assert.StartsWith("offered", said["15:00"], StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_stay_is_judged_by_its_last_night_too(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service =>
            (service.Kind, service.DurationMinutes, service.Nights) = (ServiceKind.Stay, 0, 3), person => person.ClaimsByNight = true);
        (await house.BookAsync(At("15:00", Day.PlusDays(2)), "ana", site: "salon")).Value();
        Assert.Equal("booked", (await SameAsTheDayAsync(house, asked: "ana"))["15:00"]);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_visit_of_many_hours_at_a_site_far_away_and_an_outside_calendar_block_what_they_overlap(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, more: person => person.GranularityMinutes = 60);
        var faraway = new Site { Slug = "far", Name = "Far", TimeZone = "Pacific/Kiritimati" };
        Resource ana = (await house.AllAsync<Resource>()).Single(person => person.Slug == "ana");
        ana.Sites = [.. ana.Sites, faraway.Id];
        await house.ChangeAsync(ana);
        await house.AddAsync(
            faraway,
            new Service { Slug = "long", Name = "Long", DurationMinutes = 8 * 60, StepMinutes = 60, Sites = [faraway.Id], Requires = [new RequiredGroup([ana.Id])] },
            new OutsideBusyTime { ResourceId = ana.Id, StartsAt = At("20:01"), EndsAt = At("20:02"), Source = "test" });
        (await house.BookAsync(At("09:00"), site: "far", service: "long")).Value();
        Dictionary<string, string> said = await SameAsTheDayAsync(house, asked: "ana");
        Assert.Equal(("booked", "booked", "busy"), (said["09:00"], said["16:00"], said["20:00"]));
        Assert.StartsWith("offered", said["17:00"], StringComparison.Ordinal);
    }

    /// <summary>What the rules say of every five minutes of the day: read around each, and the same as read for the day.</summary>
    private static async Task<Dictionary<string, string>> SameAsTheDayAsync(GuardHouse house, string? asked = null)
    {
        await using PortalContext db = await house.DbAsync();
        CatalogSnapshot catalog = await house.Get<ReadCatalog>().RunAsync();
        Guid? person = asked is null ? null : catalog.FindResource(asked)!.Id;
        var ofDay = new ReadSlotFacts.Request(catalog, catalog.FindSite("salon")!, catalog.FindService("cut")!, Day, Day, house.Clock.Now, Primary: person);
        var question = new SlotQuestion(house.Clock.Now, Day, Day, person);
        SlotFacts all = await house.Get<ReadSlotFacts>().RunAsync(db, ofDay);
        var said = new Dictionary<string, string>();
        for (LocalTime time = LocalTime.Midnight; said.Count < 24 * 12; time = time.PlusMinutes(5))
        {
            string name = time.ToString("HH:mm", null);
            SlotFacts around = await house.Get<ReadSlotFacts>().RunAsync(db, ofDay with { Start = At(name) });
            said[name] = InWords(catalog, SlotSearch.Judge(all, question, At(name)));
            Assert.Equal((name, said[name]), (name, InWords(catalog, SlotSearch.Judge(around, question, At(name)))));
        }

        return said;
    }

    private static string InWords(CatalogSnapshot catalog, SlotVerdict verdict) => verdict is SlotVerdict.Offered offered
        ? $"offered {string.Join(", ", offered.Choices.Select(choice => string.Join("+", choice.Resources.Select(id => catalog.Resource(id).Slug))))}; {offered.SeatsLeft} left"
        : verdict.Refusal!.Reason;

    /// <summary>A salon in Lisbon where Ana, Rui and Zoe cut hair by the hour.</summary>
    private static async Task<GuardHouse> OpenAsync(string provider, Action<Service>? change = null, Action<Resource>? more = null)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider);
        var site = new Site { Slug = "salon", Name = "Salon", TimeZone = "Europe/Lisbon" };
        Resource[] people = [.. new[] { "ana", "rui", "zoe" }.Select(slug => new Resource
        {
            Slug = slug,
            Name = slug,
            Kind = "staff",
            TimeZone = site.TimeZone,
            Sites = [site.Id],
        })];
        var cut = new Service
        {
            Slug = "cut",
            Name = "Cut",
            DurationMinutes = 60,
            Sites = [site.Id],
            Requires = [new RequiredGroup([.. people.Select(person => person.Id)])],
        };
        Array.ForEach(people, person => more?.Invoke(person));
        change?.Invoke(cut);
        await house.AddAsync([site, .. people, cut]);
        return house;
    }

    private static async Task BookAsync(GuardHouse house, params (string Time, string? Person)[] bookings)
    {
        foreach ((string time, string? person) in bookings)
        {
            (await house.BookAsync(At(time), person, site: "salon")).Value();
        }
    }

    private static Instant At(string time, LocalDate? day = null) =>
        SiteTime.ToInstant((day ?? Day) + NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value, DateTimeZoneProviders.Tzdb["Europe/Lisbon"]);
}
