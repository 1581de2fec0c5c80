using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace BookingPortal.Bench;

/// <summary>A customer's calls: hold a slot, book the hold, or both in one.</summary>
internal sealed class BookingCalls(HttpClient client)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The hold's id and token, or null where the slot is gone.</summary>
    public async Task<(string Id, string Token)?> HoldAsync(FreeSlot slot)
    {
        using var answer = await PostAsync("/api/v1/holds", new { slot.Site, slot.Service, slot.Start, slot.Resource });
        if (answer.StatusCode == HttpStatusCode.Conflict)
        {
            return null;
        }

        await ExpectCreatedAsync(answer);
        var hold = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (hold.GetProperty("id").GetString()!, hold.GetProperty("token").GetString()!);
    }

    public async Task BookAsync((string Id, string Token) hold, int customer)
    {
        using var answer = await PostAsync("/api/v1/bookings", new { Hold = new { hold.Id, hold.Token }, Customer = Customer(customer) });
        await ExpectCreatedAsync(answer);
    }

    /// <summary>Books a slot in one call; returns the status of the answer.</summary>
    public async Task<HttpStatusCode> BookAtOnceAsync(FreeSlot slot, int customer)
    {
        using var answer = await PostAsync(
            "/api/v1/bookings", new { slot.Site, slot.Service, slot.Start, slot.Resource, Customer = Customer(customer) });
        await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode;
    }

    private static object Customer(int number) => new { Name = $"Customer {number}", Email = $"customer{number}@example.com" };

    private async Task<HttpResponseMessage> PostAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: Web) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return await client.SendAsync(request);
    }

    private static async Task ExpectCreatedAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
