using System.Globalization;

namespace BookingPortal.Bench;

/// <summary>
/// Everything that is asked of the search, as one Markdown table from one run: the engine by itself, and the slots call over
/// HTTP without history and after years of it, its answers kept and worked out anew.
/// </summary>
internal static class AvailabilityBenchmark
{
    private const int Busy = 8;
    private const int People = 10;
    private const int Days = 30;
    private static readonly int[] Histories = [0, 10_000, 100_000];

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var length = TimeSpan.FromSeconds(arguments.Number("seconds", 3));
        var clients = arguments.Number("clients", 8);
        var rows = new List<AlternatingRow>();
        foreach (var (staff, days) in new[] { (People, Days), (50, 90) })
        {
            rows.AddRange(EngineBenchmark.Zones.Select(zone => EngineRow(zone, staff, days, length)));
        }

        var portals = new Stack<PortalUnderTest>();
        try
        {
            foreach (var history in Histories)
            {
                var (kept, anew) = await OpenBothAsync(history, portals);
                var past = string.Create(CultureInfo.InvariantCulture, $"{history:N0} past bookings");
                rows.AddRange(new[] { 1, clients }.SelectMany(count => new[]
                {
                    SlotsRow($"slots kept, {past}, clients: {count}", kept, count, length),
                    SlotsRow($"slots anew, {past}, clients: {count}", anew, count, length),
                }));
            }

            Measurement.PrintMarkdown(await AlternatingRow.MeasureAsync(rows, arguments.Number("rounds", 4)));
            return 0;
        }
        finally
        {
            // The last one first: it works in the folder of the one before.
            while (portals.TryPop(out var portal))
            {
                await portal.DisposeAsync();
            }
        }
    }

    private static AlternatingRow EngineRow(string zone, int staff, int days, TimeSpan length)
    {
        var call = EngineBenchmark.Search(zone, staff, days, Busy);
        return new($"engine, {staff} people, {days} days, {zone}", () => Task.FromResult(EngineBenchmark.Run(call, length)));
    }

    private static AlternatingRow SlotsRow(string name, PortalUnderTest portal, int clients, TimeSpan length)
    {
        var client = portal.CreateClient(clients);
        var path = new Uri(SlotList.Query(BenchScenario.Site, "visit", 1, Days), UriKind.Relative);
        return new(name, async () =>
        {
            var before = portal.ProcessorTime();
            var (milliseconds, seconds) = await Clients.RunAsync(clients, length, async _ => (await client.GetByteArrayAsync(path)).Length > 0);
            var used = portal.ProcessorTime() - before;
            return new ShortRun(milliseconds, seconds, "portalCpuMsPerCall", used?.TotalMilliseconds ?? 0);
        });
    }

    /// <summary>Two portals over one database: one keeps its answers, the other works out each of them.</summary>
    private static async Task<(PortalUnderTest Kept, PortalUnderTest Anew)> OpenBothAsync(int history, Stack<PortalUnderTest> portals)
    {
        BenchArguments.Read([], out var ofOurOwn);
        string Scenario() => BenchScenario.BusyMonth(People, Days, Busy, history);
        var settings = new Dictionary<string, string> { ["Jobs__Enabled"] = "false" };
        var kept = await PortalUnderTest.OpenAsync(ofOurOwn, Scenario, settings);
        portals.Push(kept);
        settings["Data__Path"] = Path.GetDirectoryName(kept.DatabaseFile)!;
        settings["Slots__KeepAnswers"] = "false";
        var anew = await PortalUnderTest.OpenAsync(ofOurOwn, Scenario, settings);
        portals.Push(anew);
        return (kept, anew);
    }
}
