using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Bench;

/// <summary>Scenario files for the benchmarks' own portals: one site in Lisbon that never closes.</summary>
internal static class BenchScenario
{
    public const string Site = "bench";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Ten people 09:00–17:00 for one service of half an hour, so many bookings each a day for the coming month, and five years of history.</summary>
    public static string BusyMonth(int staff, int days, int perDay, int history)
    {
        var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
        var random = new Random(1);
        var bookings = new List<object>();
        for (var day = 0; day < days; day++)
        {
            for (var person = 0; person < staff; person++)
            {
                AddDay(bookings, random, today.PlusDays(day + 1), person, perDay, "Confirmed");
            }
        }

        // The past, from yesterday backwards, spread evenly over five years.
        const int pastDays = 5 * 365;
        for (var day = 0; day < pastDays && history > 0; day++)
        {
            for (var person = 0; person < staff; person++)
            {
                var upToNow = (long)history * ((day * staff) + person) / (pastDays * staff);
                var upToThen = (long)history * ((day * staff) + person + 1) / (pastDays * staff);
                AddDay(bookings, random, today.PlusDays(-1 - day), person, (int)(upToThen - upToNow), "Completed");
            }
        }

        return Write([.. Enumerable.Range(0, staff).Select(person => Person(person, "09:00", "17:00"))], [Service("visit", Enumerable.Range(0, staff))], bookings);
    }

    /// <summary>Services of half an hour around the clock with four people each, so that every client has slots of its own to book.</summary>
    public static string Wide(int staff)
    {
        var services = Enumerable.Range(0, (staff + 3) / 4).Select(index => Service($"visit-{index}", Enumerable.Range(index * 4, Math.Min(4, staff - (index * 4)))));
        return Write([.. Enumerable.Range(0, staff).Select(person => Person(person, "00:00", "24:00"))], [.. services], []);
    }

    private static void AddDay(List<object> bookings, Random random, LocalDate date, int person, int count, string status)
    {
        int[] halfHours = [.. Enumerable.Range(0, 16)];
        random.Shuffle(halfHours);
        foreach (var halfHour in halfHours.Take(count))
        {
            var start = date.AtMidnight().PlusMinutes((9 * 60) + (halfHour * 30));
            bookings.Add(new
            {
                Service = "visit",
                Site,
                Start = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Format(start),
                Resources = new[] { $"staff-{person}" },
                Status = status,
                Customer = new { Name = "Bench", Email = $"bench{random.Next(5000)}@example.com" },
            });
        }
    }

    private static object Person(int person, string from, string to) => new
    {
        Slug = $"staff-{person}",
        Name = $"Staff {person}",
        Kind = "staff",
        Sites = new[] { Site },
        Hours = new[] { new { Days = new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }, From = from, To = to } },
    };

    private static object Service(string slug, IEnumerable<int> staff) => new
    {
        Slug = slug,
        Name = slug,
        Kind = "appointment",
        Sites = new[] { Site },
        DurationMinutes = 30,
        WindowDays = 92,
        Requires = new[] { new { AnyOf = staff.Select(person => $"staff-{person}"), Choose = "fewest" } },
    };

    private static string Write(object[] resources, object[] services, List<object> bookings) => JsonSerializer.Serialize(
        new { Sites = new[] { new { Slug = Site, Name = "Bench", TimeZone = "Europe/Lisbon" } }, Resources = resources, Services = services, Bookings = bookings },
        Web);
}
