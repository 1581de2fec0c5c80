using System.Collections.Concurrent;
using System.Diagnostics;

namespace BookingPortal.Bench;

/// <summary>Hold and book, each an HTTP call with an idempotency key, on slots that nobody else wants; then the portal's own check.</summary>
internal static class BookBenchmark
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var clients = arguments.Number("clients", 32);
        var seconds = TimeSpan.FromSeconds(arguments.Number("seconds", 15));

        // Each person has 48 half-hours a day for ninety days; enough of them that nobody runs out.
        var staff = arguments.Number("staff", clients * 3);
        await using var portal = await PortalUnderTest.OpenAsync(arguments, () => BenchScenario.Wide(staff));
        using var client = portal.CreateClient(clients);
        var calls = new BookingCalls(client);
        var ofClients = await DealAsync(client, clients);

        var holds = new ConcurrentBag<double>();
        var books = new ConcurrentBag<double>();
        var lost = 0;
        async Task<bool> Call(int number)
        {
            if (!ofClients[number].TryDequeue(out var slot))
            {
                return false;
            }

            var began = Stopwatch.GetTimestamp();
            if (await calls.HoldAsync(slot) is not { } hold)
            {
                Interlocked.Increment(ref lost);
                return true;
            }

            holds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            began = Stopwatch.GetTimestamp();
            await calls.BookAsync(hold, number);
            books.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            return true;
        }

        // A portal that has just started runs code that is not compiled to its end yet; a business's portal runs for weeks.
        var warmUp = TimeSpan.FromSeconds(arguments.Number("warm", 10));
        var (warmCalls, _) = await Clients.RunAsync(clients, warmUp, Call);
        Console.WriteLine($"Warm-up of {warmUp.TotalSeconds:0} s: {warmCalls.Count} bookings, not counted.");
        holds.Clear();
        books.Clear();
        var spentBefore = portal.ProcessorTime();
        var ownBefore = Environment.CpuUsage.TotalTime;
        var (pairs, elapsed) = await Clients.RunAsync(clients, seconds, Call);
        var spent = portal.SpentSince(spentBefore, pairs.Count);
        spent["benchCpuMsPerCall"] = Math.Round((Environment.CpuUsage.TotalTime - ownBefore).TotalMilliseconds / Math.Max(1, pairs.Count), 3);
        await portal.TellBacklogAsync();
        if (lost > 0)
        {
            Console.WriteLine($"{lost} slots were gone before they were held: somebody else books on this portal.");
        }

        if (ofClients.Any(slots => slots.IsEmpty))
        {
            Console.WriteLine("Some clients ran out of free slots; the figure per second is too low.");
        }

        Measurement.Print(
        [
            new Measurement($"bookings, {clients} clients", pairs, elapsed, spent),
            new Measurement("  of it hold", holds, elapsed),
            new Measurement("  of it book", books, elapsed),
        ]);
        return await portal.CheckAsync();
    }

    /// <summary>Each client gets people of its own, so that no two ever want the same slot.</summary>
    private static async Task<ConcurrentQueue<FreeSlot>[]> DealAsync(HttpClient client, int clients)
    {
        var ofPeople = new Dictionary<string, List<FreeSlot>>();
        foreach (var (site, service) in await SlotList.ServicesAsync(client))
        {
            foreach (var slots in (await SlotList.FreeAsync(client, site, service, 90)).GroupBy(slot => slot.Resource))
            {
                // Somebody who serves two services is asked for one alone.
                ofPeople.TryAdd(slots.Key, [.. slots]);
            }
        }

        var dealt = Enumerable.Range(0, clients).Select(_ => new ConcurrentQueue<FreeSlot>()).ToArray();
        foreach (var (index, slots) in ofPeople.Values.OrderByDescending(slots => slots.Count).Index())
        {
            foreach (var slot in slots)
            {
                dealt[index % clients].Enqueue(slot);
            }
        }

        return dealt;
    }
}
