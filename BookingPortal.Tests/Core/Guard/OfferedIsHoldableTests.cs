using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>What the search offers can be held, and what it does not offer cannot: the intervals it reads and the cells that are claimed say the same.</summary>
public sealed class OfferedIsHoldableTests
{
    private static readonly LocalDate First = new(2026, 10, 20);

    /// <summary>Lisbon, Madrid and the Azores change their clocks on the 25th; Kiritimati and Honolulu show the same time on different dates.</summary>
    public static TheoryData<string, string> Zones { get; } = new()
    {
        { "Europe/Lisbon", "Europe/Madrid" },
        { "Asia/Kathmandu", "Atlantic/Azores" },
        { "Pacific/Kiritimati", "Pacific/Honolulu" },
    };

    [Theory, OnSqlite(nameof(Zones)), OnSqlServer(nameof(Zones))]
    public async Task A_bed_that_serves_sites_in_two_zones_is_offered_on_the_nights_that_can_be_held(string provider, string here, string there)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await AddHutsAsync(house, here, there);
        await house.BookAsync(Arrival(First.PlusDays(5), there), site: "there", service: "sleep");
        foreach ((string site, string zone) in new[] { ("here", here), ("there", there) })
        {
            Instant[] offered = [.. (await house.Get<FindSlots>().RunAsync(new FindSlots.Request(site, "sleep", First, First.PlusDays(11)))).Value()
                .Answer.Slots.Select(slot => slot.Start)];
            Instant[] expected = [.. Enumerable.Range(0, 12).Where(day => day is not (4 or 5 or 6)).Select(day => Arrival(First.PlusDays(day), zone))];
            Assert.Equal(expected, offered);
            for (LocalDate date = First; date < First.PlusDays(12); date = date.PlusDays(1))
            {
                bool isHeld = (await house.HoldAsync(Arrival(date, zone), site: site, service: "sleep")).TryGet(out Hold? hold, out _);
                Assert.Equal((date, offered.Contains(Arrival(date, zone))), (date, isHeld));
                if (hold is not null)
                {
                    await house.Get<ReleaseHold>().RunAsync(hold.Id);
                }
            }
        }
    }

    public static TheoryData<bool, ChoosingStrategy> Ways { get; } = new()
    {
        { false, ChoosingStrategy.Order },
        { true, ChoosingStrategy.Order },
        { false, ChoosingStrategy.Fewest },
    };

    /// <summary>A hold reads less than the search, only what lies around its start where that decides; it must come to the same.</summary>
    [Theory, OnSqlite(nameof(Ways)), OnSqlServer(nameof(Ways))]
    public async Task Every_start_of_a_day_can_be_held_exactly_where_it_is_offered(string provider, bool fillsGaps, ChoosingStrategy choose)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        var site = new Site { Slug = "salon", Name = "Salon", TimeZone = "Europe/Lisbon" };
        Resource[] people = [Person("ana", site), Person("rui", site)];
        var cut = new Service
        {
            Slug = "cut",
            Name = "Cut",
            Kind = ServiceKind.Appointment,
            DurationMinutes = 40,
            StepMinutes = 60,
            BufferBeforeMinutes = 5,
            BufferAfterMinutes = 10,
            FillGaps = fillsGaps,
            Sites = [site.Id],
            Requires = [new RequiredGroup([.. people.Select(person => person.Id)], choose)],
        };
        await house.AddAsync([site, .. people, cut]);
        Instant midnight = BookingPortal.Core.Time.SiteTime.ToInstant(First.AtMidnight(), DateTimeZoneProviders.Tzdb["Europe/Lisbon"]);
        foreach (int hour in new[] { 9, 9, 10, 12, 14, 14 })
        {
            await house.BookAsync(midnight + Duration.FromHours(hour), site: "salon", service: "cut");
        }

        HashSet<Instant> offered = [.. (await house.Get<FindSlots>().RunAsync(new FindSlots.Request("salon", "cut", First, First))).Value().Answer.Slots.Select(slot => slot.Start)];
        Assert.NotEmpty(offered);
        for (int minute = 8 * 60; minute < 17 * 60; minute += 5)
        {
            Instant start = midnight + Duration.FromMinutes(minute);
            bool isHeld = (await house.HoldAsync(start, site: "salon", service: "cut")).TryGet(out Hold? hold, out _);
            Assert.Equal((minute, offered.Contains(start)), (minute, isHeld));
            if (hold is not null)
            {
                await house.Get<ReleaseHold>().RunAsync(hold.Id);
            }
        }
    }

    private static Resource Person(string slug, Site site) => new() { Slug = slug, Name = slug, Kind = "staff", TimeZone = site.TimeZone, Sites = [site.Id] };

    private static Instant Arrival(LocalDate date, string zone) =>
        BookingPortal.Core.Time.SiteTime.ToInstant(date + new LocalTime(15, 0), DateTimeZoneProviders.Tzdb[zone]);

    /// <summary>Two huts that lend each other their one bed, two nights at a time.</summary>
    private static async Task AddHutsAsync(GuardHouse house, string here, string there)
    {
        Site[] sites = [new() { Slug = "here", Name = "Here", TimeZone = here }, new() { Slug = "there", Name = "There", TimeZone = there }];
        var bed = new Resource
        {
            Slug = "bed",
            Name = "Bed",
            Kind = "bed",
            TimeZone = here,
            Sites = [.. sites.Select(site => site.Id)],
            ClaimsByNight = true,
        };
        var sleep = new Service
        {
            Slug = "sleep",
            Name = "Two nights",
            Kind = ServiceKind.Stay,
            Nights = 2,
            CheckIn = new LocalTime(15, 0),
            CheckOut = new LocalTime(11, 0),
            Sites = bed.Sites,
            Requires = [new RequiredGroup([bed.Id])],
        };
        await house.AddAsync([.. sites, bed, sleep]);
    }
}
