using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Data.Seed.Demo;

/// <summary>Fills the weeks around today: yesterday is done, today is under way, and the further ahead, the emptier.</summary>
internal sealed class DemoCalendar(Scenario catalog, Instant now)
{
    private const int DaysBack = 12;
    private const int DaysAhead = 18;

    private readonly DemoChance _chance = new(20_260_321);
    private readonly List<ScenarioBooking> _bookings = [];

    public IReadOnlyList<ScenarioSession> Sessions() =>
    [
        .. Dates("gowanus").SelectMany(date => ClassesOn(date)).Select(run => new ScenarioSession(run.Service, "gowanus", At(run.Start)) { Resources = run.Resources }),
    ];

    public IReadOnlyList<ScenarioBooking> Bookings()
    {
        foreach (string barber in new[] { "joao", "ines", "bilal" })
        {
            FillPerson(barber, "chiado", "+351", ["haircut", "haircut", "haircut", "cut-and-beard", "cut-and-beard", "hot-towel-shave"]);
        }

        FillClasses();
        FillLanes();
        FillCoaching();
        FillGuide();
        FillRooms();
        FillDormitory();
        return _bookings;
    }

    /// <summary>One visit after the other through the hours of each day, with gaps; each person's visits never meet.</summary>
    private void FillPerson(string slug, string site, string dialling, string[] services)
    {
        ScenarioResource person = catalog.Resources.Single(resource => resource.Slug == slug);
        foreach (LocalDate date in Dates(site).Where(date => IsOpen(site, date)))
        {
            foreach (OpeningHours hours in HoursOf(person, date))
            {
                for (int minute = hours.FromMinute; ;)
                {
                    ScenarioServiceEntry service = ServiceOf(slug == "ines" ? _chance.Of(services[..5]) : _chance.Of(services));
                    if (minute + service.DurationMinutes + service.BufferAfterMinutes > hours.EndMinute)
                    {
                        break;
                    }

                    if (_chance.Percent(Density(site, date)))
                    {
                        Add(service, site, date.AtMidnight().PlusMinutes(minute), [slug], dialling);
                        minute += service.DurationMinutes + service.BufferAfterMinutes;
                    }
                    else
                    {
                        minute += 30;
                    }
                }
            }
        }

        // One whole party waits for somebody to say yes.
        if (slug == "joao")
        {
            LocalDate date = Dates(site).Last(date => HoursOf(person, date).Any());
            _bookings.RemoveAll(booking => booking.Start.Local!.Value.Date == date && booking.Resources.Contains(slug));
            Add(ServiceOf("wedding-party"), site, date + new LocalTime(10, 0), [slug], dialling, BookingStatus.PendingApproval);
        }
    }

    private void FillClasses()
    {
        foreach ((string service, LocalDateTime start, _) in Dates("gowanus").SelectMany(ClassesOn))
        {
            int seats = ServiceOf(service).Seats;
            int share = Density("gowanus", start.Date) + 25;
            for (int taken = 0; taken < seats;)
            {
                int party = Math.Min(_chance.Percent(20) ? 2 : 1, seats - taken);
                taken += party;
                if (_chance.Percent(Math.Min(share, 95)))
                {
                    Add(ServiceOf(service), "gowanus", start, [], "+1", seats: party);
                }
            }
        }
    }

    private void FillLanes()
    {
        foreach (LocalDate date in Dates("gowanus").Where(date => IsOpen("gowanus", date)))
        {
            foreach (int hour in new[] { 12, 17, 18, 19 })
            {
                int lanes = _chance.Below(4) * Density("gowanus", date) / 60;
                for (int lane = 0; lane < lanes; lane++)
                {
                    Add(ServiceOf("lead-lane"), "gowanus", date + new LocalTime(hour, 0), [], "+1");
                }
            }
        }
    }

    /// <summary>On the evenings on which she gives no class.</summary>
    private void FillCoaching()
    {
        foreach (LocalDate date in Dates("gowanus").Where(date => date.DayOfWeek is IsoDayOfWeek.Monday or IsoDayOfWeek.Wednesday))
        {
            foreach (int hour in new[] { 15, 16, 18, 19, 20 }.Where(_ => IsOpen("gowanus", date) && _chance.Percent(Density("gowanus", date))))
            {
                Add(ServiceOf("private-coaching"), "gowanus", date + new LocalTime(hour, 0), ["maya"], "+1");
            }
        }
    }

    /// <summary>In New York this fortnight, in Nepal afterwards: never in both, because he is one resource.</summary>
    private void FillGuide()
    {
        LocalDate today = SiteTime.DateOf(now, DateTimeZone.Utc);
        Add(ServiceOf("rope-day"), "gowanus", today.PlusDays(-6) + new LocalTime(10, 0), ["pemba"], "+1");
        Add(ServiceOf("rope-day"), "gowanus", today.PlusDays(4) + new LocalTime(10, 0), ["pemba"], "+1", BookingStatus.Confirmed);
        Add(ServiceOf("rope-day"), "gowanus", today.PlusDays(6) + new LocalTime(11, 0), ["pemba"], "+1", BookingStatus.PendingApproval);
        Add(ServiceOf("rope-day"), "gowanus", today.PlusDays(9) + new LocalTime(10, 0), ["pemba"], "+1", BookingStatus.PendingPayment);
        Add(ServiceOf("glacier-walk"), "langtang", today.PlusDays(17) + new LocalTime(7, 0), ["pemba"], "+977", BookingStatus.Confirmed);
        Add(ServiceOf("glacier-walk"), "langtang", today.PlusDays(18) + new LocalTime(7, 0), ["pemba"], "+977", BookingStatus.PendingPayment);
    }

    private void FillRooms()
    {
        ScenarioServiceEntry stay = ServiceOf("private-room");
        foreach (string room in stay.Requires[0].AnyOf)
        {
            LocalDate[] dates = [.. Dates("langtang")];
            for (int day = _chance.Below(3); day < dates.Length;)
            {
                if (_chance.Percent(Density("langtang", dates[day])))
                {
                    Add(stay, "langtang", dates[day] + stay.CheckIn, [room], "+977");
                    day += stay.Nights;
                }
                else
                {
                    day++;
                }
            }
        }
    }

    private void FillDormitory()
    {
        ScenarioServiceEntry bed = ServiceOf("dorm-bed");
        foreach (LocalDate date in Dates("langtang"))
        {
            for (int free = 10 * Density("langtang", date) / 100; free > 0;)
            {
                int party = Math.Min(1 + _chance.Below(3), free);
                free -= party;
                Add(bed, "langtang", date + bed.CheckIn, [], "+977", seats: party);
            }
        }
    }

    private void Add(
        ScenarioServiceEntry service, string site, LocalDateTime start, IReadOnlyList<string> resources, string dialling,
        BookingStatus? status = null, int seats = 1)
    {
        Instant begins = SiteTime.ToInstant(start, ZoneOf(site));
        Instant ends = service.Kind == ServiceKind.Stay
            ? SiteTime.ToInstant(start.Date.PlusDays(service.Nights) + service.CheckOut, ZoneOf(site))
            : begins + Duration.FromMinutes(service.DurationMinutes);
        bool isWalkIn = status is null && service.Slug == "haircut" && begins < now && _chance.Percent(18);
        BookingStatus stands = status ?? (isWalkIn ? Present(begins, ends, BookingStatus.Completed) : StatusOf(begins, ends));
        Instant made = isWalkIn ? begins : Instant.Min(begins, now) - Duration.FromHours(3 + _chance.Below(240));
        _bookings.Add(new ScenarioBooking(service.Slug, site, At(start), isWalkIn ? DemoPeople.WalkIn(_chance) : DemoPeople.Someone(_chance, dialling))
        {
            Resources = resources,
            Status = stands,
            Seats = seats,
            CreatedAt = made,
            Source = isWalkIn || _chance.Percent(15) ? "staff" : "customer",
            Notes = _chance.Percent(6) ? _chance.Of(Notes) : null,
        });
    }

    private static readonly string[] Notes =
    [
        "First time here.", "Please call when you are ready, I am around the corner.", "Left knee is not what it was.", "Vegetarian, please.",
        "Same as last time.", "I may be five minutes late.",
    ];

    private BookingStatus StatusOf(Instant begins, Instant ends)
    {
        int roll = _chance.Below(100);
        if (roll < 8)
        {
            return BookingStatus.Cancelled;
        }

        return ends <= now && roll < 14 ? BookingStatus.NoShow : Present(begins, ends, roll < 20 ? BookingStatus.Confirmed : BookingStatus.CheckedIn);
    }

    private BookingStatus Present(Instant begins, Instant ends, BookingStatus underWay)
    {
        if (ends <= now)
        {
            return BookingStatus.Completed;
        }

        return begins > now ? BookingStatus.Confirmed : underWay == BookingStatus.Completed ? BookingStatus.CheckedIn : underWay;
    }

    private static IEnumerable<(string Service, LocalDateTime Start, string[] Resources)> ClassesOn(LocalDate date) => date.DayOfWeek switch
    {
        IsoDayOfWeek.Monday or IsoDayOfWeek.Wednesday or IsoDayOfWeek.Friday => [("yoga-for-climbers", date + new LocalTime(7, 0), ["diego", "studio"])],
        IsoDayOfWeek.Tuesday or IsoDayOfWeek.Thursday => [("intro-bouldering", date + new LocalTime(18, 30), ["maya", "boulder-hall"])],
        IsoDayOfWeek.Saturday =>
        [
            ("intro-bouldering", date + new LocalTime(10, 0), ["diego", "boulder-hall"]),
            ("intro-bouldering", date + new LocalTime(13, 0), ["maya", "boulder-hall"]),
        ],
        _ => [],
    };

    private IEnumerable<LocalDate> Dates(string site)
    {
        LocalDate today = SiteTime.DateOf(now, ZoneOf(site));
        return Enumerable.Range(-DaysBack, DaysBack + DaysAhead + 1).Select(today.PlusDays);
    }

    /// <summary>Per cent of the time that is booked: the past was busy, the coming days fill up, next month is open.</summary>
    private int Density(string site, LocalDate date) => Period.DaysBetween(SiteTime.DateOf(now, ZoneOf(site)), date) switch
    {
        < 0 => 62,
        <= 1 => 70,
        <= 5 => 48,
        <= 10 => 26,
        _ => 12,
    };

    private static IEnumerable<OpeningHours> HoursOf(ScenarioResource person, LocalDate date) =>
        person.Exceptions.FirstOrDefault(exception => exception.Covers(date))?.Hours
        ?? person.Hours.Where(rule => rule.OpensOn(date)).Select(rule => rule.Hours);

    private bool IsOpen(string site, LocalDate date) =>
        !catalog.Sites.Single(each => each.Slug == site).Exceptions.Any(exception => exception.Covers(date));

    private ScenarioServiceEntry ServiceOf(string slug) => catalog.Services.Single(service => service.Slug == slug);

    private DateTimeZone ZoneOf(string site) => CatalogFacts.ZoneOf(catalog.Sites.Single(each => each.Slug == site).TimeZone);

    private static ScenarioStart At(LocalDateTime local) => new(local, null);
}
