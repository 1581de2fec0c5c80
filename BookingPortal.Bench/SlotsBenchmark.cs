namespace BookingPortal.Bench;

/// <summary>The slots call over HTTP, for the service with the most people, over thirty days.</summary>
internal static class SlotsBenchmark
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var clients = arguments.Number("clients", 8);
        var seconds = TimeSpan.FromSeconds(arguments.Number("seconds", 10));
        var days = arguments.Number("days", 30);
        var history = arguments.Number("history", 0);
        await using var portal = await PortalUnderTest.OpenAsync(
            arguments, () => BenchScenario.BusyMonth(arguments.Number("staff", 10), days, arguments.Number("busy", 8), history));
        using var client = portal.CreateClient(clients);
        var (site, service, people) = await BusiestServiceAsync(client, arguments, days);
        var path = new Uri(SlotList.Query(site, service, 1, days), UriKind.Relative);

        async Task<bool> Call(int number)
        {
            using var answer = await client.GetAsync(path);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
            return true;
        }

        await Clients.RunAsync(clients, TimeSpan.FromSeconds(3), Call);
        var alone = await Clients.RunAsync(1, seconds, Call);
        var spentBefore = portal.ProcessorTime();
        var together = await Clients.RunAsync(clients, seconds, Call);
        var spent = portal.SpentSince(spentBefore, together.Milliseconds.Count);
        var bytes = (await client.GetByteArrayAsync(path)).Length;
        Dictionary<string, object> more = new() { ["people"] = people, ["days"] = days, ["history"] = history, ["bytes"] = bytes };
        Measurement.Print(
        [
            new Measurement("slots, 1 client", alone.Milliseconds, alone.Seconds, more),
            new Measurement($"slots, {clients} clients", together.Milliseconds, together.Seconds, new([.. more, .. spent])),
        ]);
        return 0;
    }

    private static async Task<(string Site, string Service, int People)> BusiestServiceAsync(HttpClient client, BenchArguments arguments, int days)
    {
        var best = (Site: "", Service: "", People: 0);
        foreach (var (site, service) in await SlotList.ServicesAsync(client))
        {
            if (arguments.Text("service") is { } asked && asked != service)
            {
                continue;
            }

            var people = (await SlotList.FreeAsync(client, site, service, days)).Select(slot => slot.Resource).Distinct().Count();
            best = people > best.People ? (site, service, people) : best;
        }

        return best.People > 0 ? best : throw new InvalidOperationException("No appointment of this portal has a free time.");
    }
}
