using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace BookingPortal.Bench;

/// <summary>A time that a benchmark could book, and the person with whom.</summary>
internal sealed record FreeSlot(string Site, string Service, string Start, string Resource);

/// <summary>What a portal offers, read through its own API: the benchmarks know nothing of its catalog.</summary>
internal static class SlotList
{
    /// <summary>Every site's services that are appointments.</summary>
    public static async Task<List<(string Site, string Service)>> ServicesAsync(HttpClient client)
    {
        var services = new List<(string, string)>();
        foreach (var site in (await ReadAsync(client, "/api/v1/sites")).EnumerateArray())
        {
            var slug = site.GetProperty("slug").GetString()!;
            foreach (var service in (await ReadAsync(client, $"/api/v1/sites/{slug}/services")).EnumerateArray())
            {
                if (service.GetProperty("kind").GetString() == "appointment")
                {
                    services.Add((slug, service.GetProperty("slug").GetString()!));
                }
            }
        }

        return services;
    }

    /// <summary>The call for so many days from tomorrow on.</summary>
    public static string Query(string site, string service, int firstDay, int days)
    {
        var from = SystemClock.Instance.GetCurrentInstant().InUtc().Date.PlusDays(firstDay);
        return string.Create(CultureInfo.InvariantCulture, $"/api/v1/sites/{site}/services/{service}/slots?from={from:uuuu-MM-dd}&to={from.PlusDays(days - 1):uuuu-MM-dd}");
    }

    /// <summary>One entry for each start and each person who could take it.</summary>
    public static async Task<List<FreeSlot>> FreeAsync(HttpClient client, string site, string service, int days)
    {
        var answer = await ReadAsync(client, Query(site, service, 1, days));
        var free = new List<FreeSlot>();
        foreach (var slot in answer.GetProperty("slots").EnumerateArray())
        {
            foreach (var resource in slot.GetProperty("resources").EnumerateArray())
            {
                free.Add(new FreeSlot(site, service, slot.GetProperty("start").GetString()!, resource.GetString()!));
            }
        }

        return free;
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string path)
    {
        await using var stream = await client.GetStreamAsync(new Uri(path, UriKind.Relative));
        using var document = await JsonDocument.ParseAsync(stream);
        return document.RootElement.Clone();
    }
}
