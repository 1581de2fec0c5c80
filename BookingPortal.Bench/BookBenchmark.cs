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
        await using var portal = await PortalUnderTest.OpenAsync(arguments, () => BenchScenario.Wide(clients));
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

        await Clients.RunAsync(clients, TimeSpan.FromSeconds(3), Call);
        holds.Clear();
        books.Clear();
        var spentBefore = portal.ProcessorTime();
        var (pairs, elapsed) = await Clients.RunAsync(clients, seconds, Call);
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
            new Measurement($"bookings, {clients} clients", pairs, elapsed, portal.SpentSince(spentBefore, pairs.Count)),
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
