using System.Diagnostics;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Bench;

/// <summary>SlotSearch alone, in process: half-hour visits with any of the staff, who work 09:00–17:00 and have so many bookings a day already.</summary>
internal static class EngineBenchmark
{
    /// <summary>Ten days before Lisbon's autumn change, so that the range has both changes of the two zones.</summary>
    private static readonly LocalDate From = new(2026, 10, 15);

    public static IReadOnlyList<string> Zones { get; } = ["Europe/Lisbon", "America/New_York"];

    public static Task<int> RunAsync(BenchArguments arguments)
    {
        var staff = arguments.Number("staff", 10);
        var days = arguments.Number("days", 30);
        var busy = Math.Min(16, arguments.Number("busy", 8));
        var rows = new List<Measurement>();
        foreach (var zone in Zones)
        {
            var (facts, question) = MakeWorld(zone, staff, days, busy);
            rows.Add(Measure($"slots {zone}", staff * days, () => SlotSearch.Find(facts, question).Slots.Count));
            rows.Add(Measure($"month {zone}", staff * days, () => SlotSearch.Days(facts, question).Days.Count));
            var start = SlotSearch.Find(facts, question).Slots[^1].Start;
            rows.Add(Measure($"one start {zone}", staff, () => SlotSearch.Judge(facts, question, start) is SlotVerdict.Offered ? 1 : 0));
        }

        Console.WriteLine($"{staff} staff, {days} days, {busy} bookings a day each");
        Measurement.Print(rows);
        return Task.FromResult(0);
    }

    private static Measurement Measure(string name, int staffDays, Func<int> call)
    {
        // Long enough for the compiler to have settled on its best code.
        var warm = Stopwatch.StartNew();
        var found = 0;
        while (warm.ElapsedMilliseconds < 1500)
        {
            found = call();
        }

        var run = Run(call, TimeSpan.FromSeconds(3));
        var calls = run.Milliseconds.Count;
        return new Measurement(name, run.Milliseconds, run.Seconds, new()
        {
            ["found"] = found,
            ["staffDaysPerSecond"] = Math.Round(staffDays * calls / run.Seconds),
            [run.Counted] = Math.Round(run.Used / calls),
            ["machineLoopMs"] = Math.Round(MachineSpeed.LoopMs(), 2),
        });
    }

    /// <summary>One search of a month or more, ready to be called.</summary>
    public static Func<int> Search(string zone, int staff, int days, int busy)
    {
        var (facts, question) = MakeWorld(zone, staff, days, busy);
        return () => SlotSearch.Find(facts, question).Slots.Count;
    }

    /// <summary>Calls it for so long, and counts what it allocates.</summary>
    public static ShortRun Run(Func<int> call, TimeSpan length)
    {
        var times = new List<double>();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var all = Stopwatch.StartNew();
        while (all.Elapsed < length)
        {
            var began = Stopwatch.GetTimestamp();
            call();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return new ShortRun(times, all.Elapsed.TotalSeconds, "bytesPerCall", GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    private static (SlotFacts Facts, SlotQuestion Question) MakeWorld(string zoneId, int staff, int days, int busy)
    {
        var zone = SiteTime.FindZone(zoneId)!;
        var random = new Random(1);
        var resources = Enumerable.Range(0, staff).Select(index => new ResourceCalendar
        {
            Id = Guid.NewGuid(),
            Name = $"Staff {index}",
            Zone = zone,
            Rules = [new AvailabilityRule(Weekdays.All, new OpeningHours(9 * 60, 17 * 60))],
            Taken = Bookings(random, zone, days, busy),
        }).ToList();
        var service = new ServiceRules
        {
            Id = Guid.NewGuid(),
            Kind = ServiceKind.Appointment,
            DurationMinutes = 30,
            WindowDays = days + 30,
            Groups = [new ResourceGroup([.. resources.Select(resource => resource.Id)], ChoosingStrategy.Fewest)],
        };
        var site = new SiteRules(Guid.NewGuid(), "Site", zone, [], []);
        var now = SiteTime.ToInstant(From.PlusDays(-1), 12 * 60, zone);
        return (new SlotFacts(site, service, resources), new SlotQuestion(now, From, From.PlusDays(days - 1)));
    }

    private static List<TakenInterval> Bookings(Random random, DateTimeZone zone, int days, int perDay)
    {
        var taken = new List<TakenInterval>(days * perDay);
        for (var day = 0; day < days; day++)
        {
            int[] halfHours = [.. Enumerable.Range(0, 16)];
            random.Shuffle(halfHours);
            foreach (var halfHour in halfHours.Take(perDay).Order())
            {
                var start = SiteTime.ToInstant(From.PlusDays(day), (9 * 60) + (halfHour * 30), zone);
                taken.Add(new TakenInterval(Guid.NewGuid(), start, start + Duration.FromMinutes(30)));
            }
        }

        return taken;
    }
}
