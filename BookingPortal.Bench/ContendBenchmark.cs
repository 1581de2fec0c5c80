using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace BookingPortal.Bench;

/// <summary>All clients book the same slot with the same person at once, slot after slot: exactly one may have it.</summary>
internal static class ContendBenchmark
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var clients = arguments.Number("clients", 50);
        var slotCount = arguments.Number("slots", 20);
        await using var portal = await PortalUnderTest.OpenAsync(arguments, () => BenchScenario.Wide(4));
        using var client = portal.CreateClient(clients);
        var calls = new BookingCalls(client);
        var warmSlots = arguments.Number("warm", 60);
        var slots = await FreeSlotsAsync(client, slotCount + warmSlots);

        // Everybody opens a connection, and what has just started gets compiled.
        foreach (var slot in slots.Take(warmSlots))
        {
            await ContendAsync(calls, slot, clients, []);
        }

        Console.WriteLine($"Warm-up: {warmSlots} slots, not counted.");
        var spentBefore = portal.ProcessorTime();
        var times = new ConcurrentBag<double>();
        var all = Stopwatch.StartNew();
        var successes = new List<int>();
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        foreach (var slot in slots.Skip(warmSlots))
        {
            var answers = await ContendAsync(calls, slot, clients, times);
            successes.Add(answers.Count(status => status == HttpStatusCode.Created));
            foreach (var status in answers)
            {
                statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
            }
        }

        var elapsed = all.Elapsed.TotalSeconds;
        var spent = portal.SpentSince(spentBefore, times.Count);
        Console.WriteLine($"answers: {string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{(int)pair.Key} × {pair.Value}"))}");
        Measurement.Print([new Measurement($"contend, {clients} clients, {slotCount} slots", times, elapsed, new()
        {
            ["portalCpuMsPerCall"] = spent.GetValueOrDefault("portalCpuMsPerCall", "unknown"),
            ["successes"] = successes.Sum(),
            ["successesPerSlot"] = (successes.Sum() / (double)slotCount).ToString("0.##", CultureInfo.InvariantCulture),
        })]);
        var everySlotOnce = successes.All(count => count == 1);
        if (!everySlotOnce)
        {
            Console.WriteLine($"FAILED: successes slot by slot: {string.Join(' ', successes)}");
        }

        var check = await portal.CheckAsync();
        return everySlotOnce ? check : 1;
    }

    private static async Task<HttpStatusCode[]> ContendAsync(BookingCalls calls, FreeSlot slot, int clients, ConcurrentBag<double> times)
    {
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var contenders = Enumerable.Range(0, clients).Select(async number =>
        {
            await begin.Task;
            var began = Stopwatch.GetTimestamp();
            var status = await calls.BookAtOnceAsync(slot, number);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            return status;
        }).ToList();
        begin.SetResult();
        return await Task.WhenAll(contenders);
    }

    private static async Task<List<FreeSlot>> FreeSlotsAsync(HttpClient client, int count)
    {
        foreach (var (site, service) in await SlotList.ServicesAsync(client))
        {
            // One person's slots that do not overlap: the service's own starts, further apart than it lasts.
            var free = await SlotList.FreeAsync(client, site, service, 60);
            var apart = free.GroupBy(slot => slot.Resource)
                .Select(slots => slots.DistinctBy(slot => slot.Start).Where((_, index) => index % 4 == 0).Take(count).ToList())
                .FirstOrDefault(slots => slots.Count == count);
            if (apart is not null)
            {
                return apart;
            }
        }

        throw new InvalidOperationException($"Nobody at this portal has {count} free slots.");
    }
}
