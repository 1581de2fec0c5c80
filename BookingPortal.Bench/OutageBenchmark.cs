using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using NodaTime;

namespace BookingPortal.Bench;

/// <summary>
/// Bookings over HTTP while the mail server and the SMS gateway answer, are off, are slow and refuse: what a customer waits for must
/// not change. In the end all is on again, a manager presses "retry all", and every message must have arrived exactly once.
/// </summary>
internal static class OutageBenchmark
{
    private static readonly string[] Modes = ["on", "off", "slow", "refusing"];

    /// <summary>Reminders by SMS become due in these minutes after the start, beside the mails of the bookings.</summary>
    private static readonly int[] SmsMinutes = [1, 2, 3];

    private const int SmsPerMinute = 100;

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        if (arguments.Text("url") is not null)
        {
            throw new ArgumentException("outage turns its own mail server off and on, so it needs a portal of its own: leave --url out.", nameof(arguments));
        }

        var bookings = arguments.Number("bookings", 1000);
        var clients = arguments.Number("clients", 16);
        var rounds = arguments.Number("rounds", 4);
        await using var mail = await MailServer.StartAsync();
        await using var sms = await SmsGateway.StartAsync();
        await using var portal = await PortalUnderTest.OpenAsync(arguments, () => Scenario(clients), Settings(mail, sms));
        var manager = await portal.CreateManagerAsync();
        using var client = portal.CreateClient(clients);
        var slots = new ConcurrentQueue<FreeSlot>(await SlotsAsync(client));
        var calls = new BookingCalls(client);
        var customers = 0;
        Task<(List<double> Milliseconds, double Seconds)> BookAsync() => MeasureAsync(bookings, clients, async () =>
        {
            var status = await calls.BookAtOnceAsync(slots.TryDequeue(out var slot) ? slot : throw new InvalidOperationException("No slot is left."), Interlocked.Increment(ref customers));
            if (status != HttpStatusCode.Created)
            {
                throw new InvalidOperationException($"A booking was answered {(int)status}.");
            }
        });

        await using var aftermath = new OutageAftermath(portal, manager, mail, sms);
        await BookAsync(); // code that is not compiled to its end yet is no measure
        var measured = Modes.ToDictionary(mode => mode, _ => (Milliseconds: new List<double>(), Seconds: 0.0), StringComparer.Ordinal);
        for (var round = 0; round < rounds; round++)
        {
            // Each is the first once: what one leaves behind weighs on the next.
            foreach (var mode in Modes.Skip(round % Modes.Length).Concat(Modes.Take(round % Modes.Length)))
            {
                await SwitchAsync(mode, mail, sms);
                var (milliseconds, seconds) = await BookAsync();
                measured[mode] = ([.. measured[mode].Milliseconds, .. milliseconds], measured[mode].Seconds + seconds);
                if (mode == "refusing")
                {
                    // The bookings take a second, and the circuit that "off" opened stays so for longer: nobody would be refused.
                    await aftermath.RefusedAsync((round + 1) * bookings);
                }
            }
        }

        Console.WriteLine($"{rounds} times {bookings} bookings each, in turns, {clients} clients, one call per booking");
        Measurement.Print([.. Modes.Select(mode => new Measurement($"systems {mode}", measured[mode].Milliseconds, measured[mode].Seconds))]);
        return await aftermath.RunAsync(customers, SmsMinutes.Length * SmsPerMinute) ? await portal.CheckAsync() : 1;
    }

    private static async Task SwitchAsync(string mode, MailServer mail, SmsGateway sms)
    {
        sms.Mode = mode;
        await mail.SwitchAsync(mode);
    }

    private static async Task<(List<double> Milliseconds, double Seconds)> MeasureAsync(int count, int clients, Func<Task> book)
    {
        var times = new ConcurrentBag<double>();
        var left = count;
        var all = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var began = Stopwatch.GetTimestamp();
                await book();
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        })));
        return ([.. times], all.Elapsed.TotalSeconds);
    }

    /// <summary>In turns from everybody, so that two clients seldom want the same person at once.</summary>
    private static async Task<List<FreeSlot>> SlotsAsync(HttpClient client)
    {
        var free = new List<(int Turn, FreeSlot Slot)>();
        foreach (var (site, service) in (await SlotList.ServicesAsync(client)).Where(each => each.Service != "soon"))
        {
            foreach (var person in (await SlotList.FreeAsync(client, site, service, 60)).GroupBy(slot => slot.Resource))
            {
                free.AddRange(person.Select((slot, turn) => (turn, slot)));
            }
        }

        return [.. free.OrderBy(each => each.Turn).Select(each => each.Slot)];
    }

    /// <summary>What the wide scenario has, and visits in two hours and some minutes, of whom a reminder by SMS goes out two hours before.</summary>
    private static string Scenario(int clients)
    {
        var wide = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(BenchScenario.Wide(clients * 2))!;
        var now = SystemClock.Instance.GetCurrentInstant() + Duration.FromMinutes(120);
        var soon = SmsMinutes.SelectMany(minute => Enumerable.Range(0, SmsPerMinute).Select(i => JsonSerializer.SerializeToElement(new
        {
            service = "soon",
            site = BenchScenario.Site,
            start = (now + Duration.FromMinutes(minute)).ToString("uuuu-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture),
            reference = $"soon-{minute}-{i}",
            customer = new { name = "Soon", email = $"soon{minute}-{i}@example.com", phone = $"+3519{minute}{i:D7}" },
        })));
        var resource = JsonSerializer.SerializeToElement(new { slug = "hall", name = "Hall", kind = "room", sites = new[] { BenchScenario.Site }, capacity = 1000, granularityMinutes = 1 });
        var service = JsonSerializer.SerializeToElement(new
        {
            slug = "soon", name = "Soon", kind = "appointment", sites = new[] { BenchScenario.Site }, durationMinutes = 1, stepMinutes = 1,
            requires = new[] { new { anyOf = new[] { "hall" } } }, reminders = new[] { new { hoursBefore = 2, by = "sms" } },
        });
        return JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sites"] = wide["sites"],
            ["resources"] = wide["resources"].EnumerateArray().Append(resource),
            ["services"] = wide["services"].EnumerateArray().Append(service),
            ["bookings"] = soon,
        });
    }

    private static Dictionary<string, string> Settings(MailServer mail, SmsGateway sms) => new(StringComparer.Ordinal)
    {
        ["Smtp__Host"] = "127.0.0.1",
        ["Smtp__Port"] = $"{mail.Port}",
        ["Smtp__Security"] = "none",
        ["Smtp__From"] = "bench@example.com",
        ["Sms__AccountSid"] = SmsGateway.Account,
        ["Sms__AuthToken"] = "bench",
        ["Sms__From"] = "+15005550006",
        ["Sms__BaseAddress"] = sms.Address,
    };
}
