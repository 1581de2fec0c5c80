using BookingPortal.Core.Availability;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>A small world to write examples in: one site, Ana who works there, and a haircut; a test changes what it is about.</summary>
internal sealed record World
{
    public static readonly Guid Ana = new("a0000000-0000-0000-0000-000000000000");
    public static readonly Guid Rui = new("b0000000-0000-0000-0000-000000000000");
    public static readonly Guid Chair = new("c0000000-0000-0000-0000-000000000000");

    public World(string zoneId, string date)
    {
        Zone = SiteTime.FindZone(zoneId)!;
        Date = LocalDate.FromDateTime(DateTime.ParseExact(date, "yyyy-MM-dd", null));
        Site = new SiteRules(Guid.NewGuid(), "Porto", Zone, [], []);
        Service = new ServiceRules { Id = Guid.NewGuid(), Kind = ServiceKind.Appointment, DurationMinutes = 60, Groups = [new ResourceGroup([Ana])] };
        Resources = [Person(Ana, "Ana", Open("09:00", "12:00"))];
        Now = SiteTime.StartOfDay(Date.PlusDays(-1), Zone);
    }

    public DateTimeZone Zone { get; init; }

    public LocalDate Date { get; init; }

    public Instant Now { get; init; }

    public SiteRules Site { get; init; }

    public ServiceRules Service { get; init; }

    public List<ResourceCalendar> Resources { get; init; }

    public List<SessionState> Sessions { get; init; } = [];

    public Dictionary<LocalDate, int> Counts { get; init; } = [];

    public SlotFacts Facts => new(Site, Service, Resources) { Sessions = Sessions, BookingsPerDay = Counts };

    public SlotQuestion Question => new(Now, Date, Date);

    public static AvailabilityRule Open(string from, string to, Weekdays days = Weekdays.All)
    {
        Assert.True(MinuteOfDay.TryParse(from, out var first));
        Assert.True(MinuteOfDay.TryParse(to, out var last));
        return new AvailabilityRule(days, new OpeningHours(first, last));
    }

    public ResourceCalendar Person(Guid id, string name, params AvailabilityRule[] rules) =>
        new() { Id = id, Name = name, Zone = Zone, Rules = rules };

    public World WithAna(Func<ResourceCalendar, ResourceCalendar> change) =>
        this with { Resources = [change(Resources[0]), .. Resources.Skip(1)] };

    public World WithService(Func<ServiceRules, ServiceRules> change) => this with { Service = change(Service) };

    public World With(params ResourceCalendar[] more) => this with { Resources = [.. Resources, .. more] };

    public Instant At(string time, int days = 0)
    {
        Assert.True(MinuteOfDay.TryParse(time, out var minute));
        return SiteTime.ToInstant(Date.PlusDays(days), minute, Zone);
    }

    public TakenInterval Taken(string from, string to, int units = 1, Instant? expiresAt = null) =>
        new(Guid.NewGuid(), At(from), At(to), units, expiresAt);

    /// <summary>The starts of the world's date and so many after it as the wall shows them; "*" marks the second pass of a repeated hour.</summary>
    public string Starts(int moreDays = 0, Func<SlotQuestion, SlotQuestion>? asked = null)
    {
        var question = Question with { To = Date.PlusDays(moreDays) };
        var slots = SlotSearch.Find(Facts, asked is null ? question : asked(question)).Slots;
        return string.Join(' ', slots.Select(slot => Wall(slot.Start)));
    }

    public SlotVerdict Judge(string time, Func<SlotQuestion, SlotQuestion>? asked = null) =>
        SlotSearch.Judge(Facts, asked is null ? Question : asked(Question), At(time));

    private string Wall(Instant instant)
    {
        var time = instant.InZone(Zone);
        var pass = SiteTime.PassOf(instant, Zone) == RepeatedHour.SecondPass ? "*" : "";
        return $"{time.Hour:00}:{time.Minute:00}{pass}";
    }
}
