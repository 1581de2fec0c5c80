using System.Globalization;
using System.Text;
using BookingPortal.Core.Availability;
using NodaTime;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>A site, a service, its resources and a question, made from one number so that a failure can be made again.</summary>
internal sealed class RandomWorld
{
    /// <summary>Days on which a clock changed, and one zone that never does; the questions lie around them.</summary>
    private static readonly (string Zone, LocalDate Date)[] Places =
    [
        ("Europe/Lisbon", new(2026, 3, 29)), ("Europe/Lisbon", new(2026, 10, 25)),
        ("America/New_York", new(2026, 3, 8)), ("America/New_York", new(2026, 11, 1)),
        ("Australia/Lord_Howe", new(2026, 4, 5)), ("Australia/Lord_Howe", new(2026, 10, 4)),
        ("Asia/Amman", new(2021, 3, 26)), ("Asia/Amman", new(2021, 10, 29)),
        ("Asia/Kathmandu", new(2026, 6, 1)), ("Asia/Kathmandu", new(1986, 1, 1)),
        ("Pacific/Kiritimati", new(2026, 6, 1)), ("Pacific/Kiritimati", new(1994, 12, 31)),
        ("America/St_Johns", new(2010, 3, 14)), ("America/St_Johns", new(2010, 11, 7)),
    ];

    private readonly Random _random;
    private readonly LocalDate _around;
    private readonly DateTimeZone _zone;
    private readonly int _unit;

    public RandomWorld(int seed)
    {
        _random = new Random(seed);
        Seed = seed;
        (var zoneId, _around) = Pick(Places);
        _zone = DateTimeZoneProviders.Tzdb[zoneId];
        _unit = Pick([5, 5, 10, 15, 30]);
        Question = MakeQuestion();
        Facts = MakeFacts();
        if (Chance(25))
        {
            Question = Question with { PrimaryResource = Pick(Facts.Service.Groups[0].AnyOf) };
        }

        if (Chance(15) && Facts.Resources.SelectMany(resource => resource.Taken).FirstOrDefault() is { Owner: var owner } && owner != Guid.Empty)
        {
            Question = Question with { IgnoreOwner = owner };
        }
    }

    public int Seed { get; }

    public SlotFacts Facts { get; }

    public SlotQuestion Question { get; }

    /// <summary>The same world with every list in another order, except the groups' own, which is the order of choice.</summary>
    public SlotFacts Shuffled() => Facts with
    {
        Resources = [.. Shuffle(Facts.Resources).Select(resource => resource with
        {
            Rules = [.. Shuffle(resource.Rules)],
            Exceptions = [.. Shuffle(resource.Exceptions)],
            Taken = [.. Shuffle(resource.Taken)],
            Busy = [.. Shuffle(resource.Busy)],
        })],
        Sessions = [.. Shuffle(Facts.Sessions)],
        Site = Facts.Site with { Hours = [.. Shuffle(Facts.Site.Hours)], Exceptions = [.. Shuffle(Facts.Site.Exceptions)] },
    };

    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"seed {Seed}: {Facts.Site.Zone.Id} {Facts.Service}\n{Question}\nsite: ");
        text.AppendJoin("; ", Facts.Site.Hours).AppendJoin("; ", Facts.Site.Exceptions.Select(Print)).AppendLine();
        foreach (var resource in Facts.Resources)
        {
            text.Append(CultureInfo.InvariantCulture, $"{resource.Name} {resource.Id} {resource.Zone.Id} capacity {resource.Capacity} cells {resource.GranularityMinutes} nights {resource.ClaimsByNight}\n  ");
            text.AppendJoin("; ", resource.Rules).Append("\n  ").AppendJoin("; ", resource.Exceptions.Select(Print)).Append("\n  ");
            text.AppendJoin("\n  ", resource.Taken).AppendLine().AppendJoin("\n  ", resource.Busy).AppendLine();
        }

        return text.AppendJoin('\n', Facts.Sessions).ToString();
    }

    private static string Print(ExceptionPeriod exception) => $"{exception}: {string.Join(",", exception.Hours)}";

    private SlotQuestion MakeQuestion()
    {
        var from = _around.PlusDays(_random.Next(-2, 2));
        var to = from.PlusDays(_random.Next(0, 4));
        var now = from.AtMidnight().InZoneLeniently(_zone).ToInstant() + Duration.FromMinutes(_random.Next(-3000, 1500)) + Duration.FromSeconds(Pick([0, 0, 17]));
        return new SlotQuestion(now, from, to, Seats: Pick([1, 1, 1, 2, 3]));
    }

    private SlotFacts MakeFacts()
    {
        var resources = new List<ResourceCalendar>();
        var kind = Pick([ServiceKind.Appointment, ServiceKind.Appointment, ServiceKind.Appointment, ServiceKind.Class, ServiceKind.Stay]);
        for (var i = 0; i < _random.Next(1, 6); i++)
        {
            resources.Add(MakeResource(i, kind == ServiceKind.Stay && Chance(60)));
        }

        var service = MakeService(kind, resources);
        var site = new SiteRules(NewId(), "Site", _zone, Chance(40) ? [] : MakeRules(), MakeExceptions());
        return new SlotFacts(site, service, resources)
        {
            Sessions = kind == ServiceKind.Class ? MakeSessions(service) : [],
            BookingsPerDay = MakeCounts(),
        };
    }

    private ServiceRules MakeService(ServiceKind kind, List<ResourceCalendar> resources) => new()
    {
        Id = NewId(),
        Kind = kind,
        DurationMinutes = Pick([1, 2, 3, 6, 9, 50]) * _unit,
        Nights = kind == ServiceKind.Stay ? _random.Next(1, 4) : 0,
        CheckInMinute = Pick([0, 60, 90, 15 * 60, 23 * 60]),
        CheckOutMinute = Pick([0, 60, 90, 11 * 60]),
        StepMinutes = Chance(50) ? null : Pick([1, 2, 3, 4, 7]) * _unit,
        Grid = Pick([StartGrid.Opening, StartGrid.Opening, StartGrid.Clock]),
        FillGaps = Chance(30),
        BufferBeforeMinutes = Chance(60) ? 0 : _random.Next(1, 4) * _unit,
        BufferAfterMinutes = Chance(60) ? 0 : _random.Next(1, 4) * _unit,
        MinNoticeMinutes = Chance(50) ? 0 : _random.Next(0, 1500),
        WindowDays = Chance(70) ? 60 : _random.Next(0, 4),
        MaxPerDay = Chance(75) ? null : _random.Next(1, 3),
        Seats = kind == ServiceKind.Class ? _random.Next(1, 5) : 1,
        Groups = MakeGroups(resources),
    };

    private List<ResourceGroup> MakeGroups(List<ResourceCalendar> resources)
    {
        var groups = new List<ResourceGroup>();
        for (var i = 0; i < Pick([1, 1, 2, 2, 3]); i++)
        {
            var members = Shuffle(resources).Take(_random.Next(1, 4)).Select(resource => resource.Id).ToList();
            Guid? last = Chance(70) ? Pick(members) : null;
            groups.Add(new ResourceGroup(members, Pick([ChoosingStrategy.Order, ChoosingStrategy.Fewest, ChoosingStrategy.Rotate]), last));
        }

        return groups;
    }

    private ResourceCalendar MakeResource(int index, bool byNight) => new()
    {
        Id = NewId(),
        Name = $"R{index}",
        Zone = Chance(70) ? _zone : DateTimeZoneProviders.Tzdb[Pick(Places).Zone],
        Rules = Chance(byNight ? 70 : 15) ? [] : MakeRules(),
        Exceptions = MakeExceptions(),
        Capacity = Pick([1, 1, 1, 2, 3]),
        GranularityMinutes = _unit,
        ClaimsByNight = byNight,
        Taken = MakeTaken(),
        Busy = MakeBusy(),
        BookingsPerDay = MakeCounts(),
    };

    private List<AvailabilityRule> MakeRules()
    {
        var rules = new List<AvailabilityRule>();
        for (var i = 0; i < _random.Next(1, 5); i++)
        {
            var days = Chance(60) ? Weekdays.All : (Weekdays)_random.Next(1, 128);
            LocalDate? first = Chance(85) ? null : _around.PlusDays(_random.Next(-3, 4));
            LocalDate? last = Chance(85) ? null : _around.PlusDays(_random.Next(-3, 4));
            rules.Add(new AvailabilityRule(days, MakeHours(), first, last));
        }

        return rules;
    }

    /// <summary>Every kind of opening: by day, around the small hours, over midnight, the whole day.</summary>
    private OpeningHours MakeHours()
    {
        var from = _random.Next(0, 1440 / _unit) * _unit;
        return Pick([0, 0, 1, 2, 3, 4]) switch
        {
            0 => new OpeningHours(from, _random.Next(0, (1440 / _unit) + 1) * _unit),
            1 => new OpeningHours(9 * 60, 17 * 60),
            2 => new OpeningHours(22 * 60, _random.Next(0, 12) * 60),
            3 => new OpeningHours(_random.Next(0, 120 / _unit) * _unit, _random.Next(120 / _unit, 300 / _unit) * _unit),
            _ => new OpeningHours(0, 1440),
        };
    }

    private List<ExceptionPeriod> MakeExceptions()
    {
        if (Chance(65))
        {
            return [];
        }

        var first = _around.PlusDays(_random.Next(-3, 4));
        var exceptions = new List<ExceptionPeriod> { new(first, first.PlusDays(_random.Next(0, 2)), Chance(50) ? [] : [MakeHours(), MakeHours()]) };
        if (Chance(40))
        {
            exceptions.Add(new ExceptionPeriod(first.PlusDays(2), first.PlusDays(3), [MakeHours()]));
        }

        return exceptions;
    }

    private List<TakenInterval> MakeTaken()
    {
        var taken = new List<TakenInterval>();
        for (var i = 0; i < _random.Next(0, 14); i++)
        {
            var from = SomeMinute(Chance(85) ? _unit : 1);
            var length = _random.Next(1, 12) * (Chance(85) ? _unit : 7);
            Instant? expiry = Pick([0, 0, 0, 1, 2, 3]) switch
            {
                0 => null,
                1 => Question.Now,
                2 => Question.Now - Duration.FromMinutes(3),
                _ => Question.Now + Duration.FromMinutes(_random.Next(1, 20)),
            };
            taken.Add(new TakenInterval(NewId(), from, from + Duration.FromMinutes(length), Pick([1, 1, 2]), expiry));
        }

        return taken;
    }

    private List<BusyTime> MakeBusy()
    {
        var busy = new List<BusyTime>();
        for (var i = 0; i < Pick([0, 0, 0, 1, 3]); i++)
        {
            var from = SomeMinute(1) + Duration.FromSeconds(_random.Next(0, 60));
            busy.Add(new BusyTime(from, from + Duration.FromSeconds(_random.Next(0, 20_000))));
        }

        return busy;
    }

    private List<SessionState> MakeSessions(ServiceRules service)
    {
        var sessions = new List<SessionState>();
        foreach (var hour in Shuffle(Enumerable.Range(-5, 90)).Take(_random.Next(0, 8)))
        {
            var start = Question.From.AtMidnight().InZoneLeniently(_zone).ToInstant() + Duration.FromHours(hour);
            var seats = _random.Next(1, 6);
            Guid[] resources = [.. service.Groups.Select(group => Pick(group.AnyOf))];
            sessions.Add(new SessionState(NewId(), start, start + Duration.FromMinutes(service.DurationMinutes), _random.Next(0, seats + 1), seats, Chance(50), resources));
        }

        return sessions;
    }

    private Dictionary<LocalDate, int> MakeCounts()
    {
        var counts = new Dictionary<LocalDate, int>();
        for (var i = -3; i < 6; i++)
        {
            if (Chance(50))
            {
                counts[_around.PlusDays(i)] = _random.Next(0, 4);
            }
        }

        return counts;
    }

    private Instant SomeMinute(int multiple)
    {
        var minutes = Question.From.PlusDays(-1).AtMidnight().InUtc().ToInstant().ToUnixTimeSeconds() / 60;
        return Instant.FromUnixTimeSeconds((minutes + _random.Next(0, 6 * 1440)) / multiple * multiple * 60);
    }

    private Guid NewId()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    private List<T> Shuffle<T>(IEnumerable<T> values)
    {
        T[] shuffled = [.. values];
        _random.Shuffle(shuffled);
        return [.. shuffled];
    }
}
