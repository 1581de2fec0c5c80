using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace BookingPortal.Bench;

/// <summary>
/// A customer's calls: hold a slot, book the hold, or both in one. Bodies are put together from text: the client shares the
/// machine with the portal, and what it spends the portal lacks.
/// </summary>
internal sealed class BookingCalls(HttpClient client)
{
    private static readonly Uri Holds = new("/api/v1/holds", UriKind.Relative);
    private static readonly Uri Bookings = new("/api/v1/bookings", UriKind.Relative);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The hold's id and token, or null where the slot is gone.</summary>
    public async Task<(string Id, string Token)?> HoldAsync(FreeSlot slot)
    {
        using var answer = await PostAsync(Holds, $"{{{Slot(slot)}}}");
        if (answer.StatusCode == HttpStatusCode.Conflict)
        {
            return null;
        }

        var text = await ExpectCreatedAsync(answer);
        return (Member(text, "id"u8), Member(text, "token"u8));
    }

    public async Task BookAsync((string Id, string Token) hold, int customer)
    {
        using var answer = await PostAsync(Bookings, $$"""{"hold":{"id":"{{hold.Id}}","token":"{{hold.Token}}"},{{Customer(customer)}}}""");
        await ExpectCreatedAsync(answer);
    }

    /// <summary>Books a slot in one call; returns the status of the answer.</summary>
    public async Task<HttpStatusCode> BookAtOnceAsync(FreeSlot slot, int customer)
    {
        using var answer = await PostAsync(Bookings, $"{{{Slot(slot)},{Customer(customer)}}}");
        await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode;
    }

    private static string Slot(FreeSlot slot) =>
        $"\"site\":\"{slot.Site}\",\"service\":\"{slot.Service}\",\"start\":\"{slot.Start}\",\"resource\":\"{slot.Resource}\"";

    private static string Customer(int number) => string.Create(
        CultureInfo.InvariantCulture, $"\"customer\":{{\"name\":\"Customer {number}\",\"email\":\"customer{number}@example.com\"}}");

    private static string Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals(name) && reader.Read())
            {
                return reader.GetString()!;
            }
        }

        throw new InvalidOperationException($"The answer has no {Encoding.UTF8.GetString(name)}: {Encoding.UTF8.GetString(json)}");
    }

    private async Task<HttpResponseMessage> PostAsync(Uri path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString());
        return await client.SendAsync(request);
    }

    private static async Task<byte[]> ExpectCreatedAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode == HttpStatusCode.Created
            ? text
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {Encoding.UTF8.GetString(text)}");
    }
}
