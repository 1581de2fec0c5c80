using System.Text.Json;
using System.Text.Json.Nodes;
using BookingPortal.Tests.Fixtures;

namespace BookingPortal.Tests.Portal;

/// <summary>Every field of every body and every parameter is given everything that does not belong there.</summary>
public class ApiFuzzTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private static readonly string[] Junk =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"🧨ñ漢字\\u202e\"", "[]", "{}", "[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]", "{\"a\":{\"b\":{\"c\":{}}}}", "[null]", "[1,2]",
        "\"'; DROP TABLE Bookings; --\"", "\"../../etc/passwd\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "\"2026-02-30T10:00\"",
        "\"2026-10-01T09:00:00+99:99\"", "-99999999999", "2147483648",
    ];

    private static readonly string Hold = """{"site":"porto","service":"cut","start":"2026-09-09T09:10","resource":"ana","seats":1}""";
    private static readonly string Customer = """{"name":"Eva","email":"eva@example.com","phone":"+351 912","timeZone":"Europe/Lisbon","locale":"pt-PT"}""";

    public static TheoryData<string, string> Calls => new()
    {
        { "/api/v1/holds", Hold },
        { "/api/v1/bookings", $$"""{"site":"porto","service":"cut","start":"2026-09-09T09:10","resource":"ana","seats":1,"notes":"n","answers":{"q":"a"},"payment":{},"customer":{{Customer}}}""" },
        { "/api/v1/bookings", $$"""{"site":"nowhere","service":"cut","start":"2026-09-09T09:10:00Z","overbook":{"reason":"r"},"customer":{{Customer}}}""" },
        { "/api/v1/bookings", $$"""{"hold":{"id":"01990000-0000-7000-8000-000000000000","token":"t"},"customer":{{Customer}}}""" },
        { "/api/v1/itineraries", $$"""{"legs":[{{Hold}}],"notes":"n","answers":{"q":"a"},"payment":{},"customer":{{Customer}}}""" },
        { "/api/v1/bookings/{reference}/cancel", """{"reason":"r"}""" },
        { "/api/v1/bookings/{reference}/reschedule", """{"start":"2026-09-09T09:10","resource":"ana","reason":"r"}""" },
        { "/api/v1/bookings/{reference}/approve", """{"reason":"r"}""" },
        { "/api/v1/bookings/{reference}/decline", """{"reason":"r"}""" },
        { "/api/v1/bookings/{reference}/check-in", """{"reason":"r"}""" },
        { "/api/v1/bookings/{reference}/complete", """{"reason":"r"}""" },
        { "/api/v1/bookings/{reference}/no-show", """{"reason":"r"}""" },
        { "/api/v1/sites/porto/agent/heartbeat", """{"software":"s"}""" },
        { "/api/v1/sites/porto/agent/bookings", $$"""{"entries":[{"id":"e","service":"cut","start":"2026-09-09T09:10","resource":"ana","seats":1,"notes":"n","madeAt":"2026-09-01T09:10","customer":{{Customer}}}]}""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Nothing_that_stands_in_a_field_is_more_than_the_callers_mistake(string path, string body)
    {
        // Cancelled, so that no step does anything.
        ApiResponse booking = await portal.BookAsync();
        await portal.PostAsync($"/api/v1/bookings/{booking.Text("reference")}/cancel", null, ApiPortal.Key(ApiPortal.Writer));
        path = path.Replace("{reference}", booking.Text("reference"), StringComparison.Ordinal);
        string[] values = [.. Junk, $"\"{new string('x', 10_000)}\""];
        foreach (string field in Fields(JsonNode.Parse(body)!, ""))
        {
            foreach (string value in values)
            {
                string sent = Put(body, field, value);
                ApiResponse answer = await portal.PostAsync(path, sent, ApiPortal.Key(ApiPortal.Admin));
                Assert.True(answer.Status is >= 400 and < 500, $"{field} = {value}: {answer}");
                Assert.NotNull(answer.Type);
                Assert.DoesNotContain("BookingPortal.", answer.Body);
                Assert.DoesNotContain("   at ", answer.Body);
                if (IsWrongForAnything(field, value))
                {
                    Assert.True(NamesField(answer, field), $"{field} = {value} is not named: {answer}");
                }
            }
        }
    }

    [Fact]
    public async Task Nothing_that_stands_in_an_address_or_header_is_more_than_the_callers_mistake()
    {
        string[] values = ["", "%00", "%ff", "%F0%9F%A7%A8", "..%2f..", "'", "-1", "99999999999999999999", "null", "[]", "{}", new string('x', 1000), "a%20b", "%25", "2026-99-99", "0"];
        foreach (string value in values)
        {
            foreach (string path in new[]
            {
                $"/api/v1/sites/{value}/services", $"/api/v1/sites/{value}/services/cut/slots?from=2026-10-01&to=2026-10-02",
                $"/api/v1/sites/porto/services/{value}/slots?from=2026-10-01&to=2026-10-02", $"/api/v1/sites/porto/services/cut/slots?from={value}&to={value}&resource={value}&seats={value}",
                $"/api/v1/bookings/{value}", $"/api/v1/bookings?site={value}&from={value}&to={value}&status={value}&resource={value}&after={value}&limit={value}",
                $"/api/v1/events?after={value}&limit={value}", $"/api/v1/calendars/{value}", $"/api/v1/calendars/{value}.ics",
            })
            {
                ApiResponse answer = await portal.GetAsync(path, ApiPortal.Key(ApiPortal.Admin));
                Assert.True(answer.Status is 200 or (>= 400 and < 500), $"{path}: {answer}");

                // A zero byte in an address is refused by the server itself, before anybody can say why.
                Assert.True(answer.Status == 200 || answer.Type is not null || value == "%00", $"{path}: {answer}");
            }
        }

        ApiResponse booking = await portal.BookAsync();
        foreach (string value in new[] { "", " ", "x", "\"", "\"\"", "W/\"x\"", "99999999999", new string('y', 5000) })
        {
            foreach (string header in new[] { "If-Match", "X-Booking-Token", "Authorization", "X-Hold-Token", "Cookie" })
            {
                ApiResponse answer = await portal.PostAsync($"/api/v1/bookings/{booking.Text("reference")}/approve", "{}", ApiPortal.Key(ApiPortal.Writer), (header, value));
                Assert.True(answer.Status is >= 400 and < 500, $"{header}: {value}: {answer}");
            }
        }
    }

    /// <summary>Values that no field takes.</summary>
    private static bool IsWrongForAnything(string field, string value) =>
        value is "true" or "1.5" or "1e400" or "99999999999999999999" or "[null]" or "[1,2]" or "\"\\ud800\"" && !field.StartsWith("payment", StringComparison.Ordinal);

    private static bool NamesField(ApiResponse answer, string field) =>
        answer.Json.TryGetProperty("errors", out JsonElement errors)
        && errors.EnumerateObject().Any(error => error.Name.StartsWith(field, StringComparison.Ordinal) || field.StartsWith(error.Name, StringComparison.Ordinal));

    private static IEnumerable<string> Fields(JsonNode node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Own(path.Length == 0 ? member.Key : $"{path}.{member.Key}", member.Value!)),
        JsonArray items => Own($"{path}[0]", items[0]!),
        _ => [],
    };

    private static IEnumerable<string> Own(string path, JsonNode node) => Fields(node, path).Prepend(path);

    private static string Put(string body, string field, string value)
    {
        const string Mark = "\"«here»\"";
        JsonNode root = JsonNode.Parse(body)!;
        JsonNode at = root;
        string[] steps = field.Replace("[0]", ".0", StringComparison.Ordinal).Split('.');
        foreach (string step in steps[..^1])
        {
            at = at is JsonArray items ? items[0]! : at[step]!;
        }

        if (at is JsonArray array)
        {
            array[0] = "«here»";
        }
        else
        {
            at[steps[^1]] = "«here»";
        }

        return root.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Replace(Mark, value, StringComparison.Ordinal);
    }
}
