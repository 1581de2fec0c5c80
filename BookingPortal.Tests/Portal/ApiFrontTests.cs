using System.Net;
using System.Text.Json;
using BookingPortal.Tests.Fixtures;

namespace BookingPortal.Tests.Portal;

public class ApiFrontTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Fact]
    public async Task Addresses_and_methods_that_do_not_exist_are_problems_too()
    {
        (await portal.GetAsync("/api")).MustBe(404, "not-found");
        (await portal.GetAsync("/api/v1/nothing")).MustBe(404, "not-found");
        (await portal.PostAsync("/api/v2/holds", new { })).MustBe(404, "not-found");
        ApiResponse wrong = (await portal.SendAsync(HttpMethod.Put, "/api/v1/holds", new { })).MustBe(405, "method-not-allowed");
        Assert.Equal("POST", wrong.Headers["Allow"]);
        (await portal.SendAsync(HttpMethod.Delete, "/api/v1/bookings", null)).MustBe(405, "method-not-allowed");
    }

    [Fact]
    public async Task Bodies_are_json_and_of_a_bounded_size()
    {
        (await portal.PostAsync("/api/v1/holds", "site=porto", ("Content-Type", "application/x-www-form-urlencoded"))).MustBe(415, "unsupported-media-type");
        (await portal.PostAsync("/api/v1/holds", "{}", ("Content-Type", "application/json; charset=utf-16"))).MustBe(415, "unsupported-media-type");
        (await portal.PostAsync("/api/v1/holds", new string(' ', 70_000))).MustBe(413, "too-large");
        foreach (string body in new[] { "", "{", "[]", "null", "7", "\"text\"", "{\"site\":\"porto\",}", "{'site':1}", "\0", "{\"site\":\"a\",\"site\":\"b\"}" })
        {
            (await portal.PostAsync("/api/v1/holds", body)).MustBe(400, "invalid");
        }

        (await portal.PostAsync("/api/v1/holds", new byte[] { 0xFF, 0xFE, 0x00 })).MustBe(400, "invalid");
    }

    [Fact]
    public async Task Every_answer_forbids_guessing_framing_and_keeping()
    {
        ApiResponse answer = await portal.GetAsync("/api/v1/sites");
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Contains("frame-ancestors 'none'", answer.Headers["Content-Security-Policy"]);
        Assert.False(answer.Headers.ContainsKey("Server"));
    }

    [Fact]
    public async Task Health_is_told_and_what_was_measured_too()
    {
        Assert.Equal(200, (await portal.GetAsync("/health/live")).Status);
        Assert.Equal("ok", (await portal.GetAsync("/health/ready")).Text("status"));
        await portal.BookAsync();
        string text = await portal.Client.GetStringAsync("/metrics");
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram", text);
        Assert.Contains("http_route=\"/api/v1/bookings\"", text);
        Assert.Contains("bookingportal_booking_events_total{type=\"BookingConfirmed\"}", text);
        Assert.All(
            text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'),
            line => Assert.Matches(@"^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-z_]+=""([^""\\]|\\.)*"",?)+\})? (-?\d+(\.\d+)?(E[+-]\d+)?|NaN)$", line));
    }

    [Fact]
    public async Task Each_problem_leads_to_a_page_that_explains_it()
    {
        ApiResponse problem = await portal.GetAsync("/api/v1/nothing");
        HttpResponseMessage page = await portal.Client.GetAsync(problem.Type);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("not-found", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_description_names_every_call_and_has_no_dangling_end()
    {
        ApiResponse answer = await portal.GetAsync("/openapi/v1.json");
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("3.0", answer.Text("openapi"));
        JsonElement schemas = answer["components"].GetProperty("schemas");
        foreach (string reference in References(answer.Json))
        {
            Assert.True(schemas.TryGetProperty(reference.Replace("#/components/schemas/", "", StringComparison.Ordinal), out _), reference);
        }

        JsonElement[] calls = [.. answer["paths"].EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(call => call.Value)];
        string[] names = [.. calls.Select(call => call.GetProperty("operationId").GetString()!)];
        Assert.Equal(names.Distinct(), names);
        foreach (string name in new[] { "listSites", "listServices", "listSlots", "placeHold", "releaseHold", "createBooking", "readBooking", "cancelBooking", "rescheduleBooking", "approveBooking", "listBookings", "createItinerary", "listEvents" })
        {
            Assert.Contains(name, names);
        }

        Assert.All(calls, call => Assert.True(call.GetProperty("responses").EnumerateObject().Count() > 2));
        JsonElement hold = schemas.GetProperty("HoldRequest");
        Assert.Equal(["service", "site", "start"], hold.GetProperty("required").EnumerateArray().Select(each => each.GetString()).Order());
        Assert.Equal("date-time", schemas.GetProperty("BookingAnswer").GetProperty("properties").GetProperty("start").GetProperty("format").GetString());
        Assert.True(answer["components"].GetProperty("securitySchemes").TryGetProperty("key", out _));
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}

public class ApiLimitsTests
{
    [Fact]
    public async Task An_address_that_calls_too_often_is_told_when_to_come_back()
    {
        await using var portal = new ApiPortal();
        portal.Settings["Api:RateLimit:PerMinute"] = "5";
        portal.Settings["Holds:PerVisitor"] = "1";
        await portal.InitializeAsync();
        object Wish() => new { site = "porto", service = "cut", start = ApiPortal.Text(portal.FreshStart()) };
        ApiResponse hold = await portal.PostAsync("/api/v1/holds", Wish());
        Assert.Equal(201, hold.Status);
        (await portal.PostAsync("/api/v1/holds", Wish())).MustBe(409, "too-many-holds");
        (await portal.PostAsync("/api/v1/holds", Wish(), ("Cookie", "visitor=0123456789ABCDEF0123456789ABCDEF"))).MustBe(409, "too-many-holds");
        Assert.Equal(201, (await portal.PostAsync("/api/v1/holds", Wish(), ApiPortal.Key(ApiPortal.Writer))).Status);
        Assert.Equal(201, (await portal.PostAsync("/api/v1/holds", Wish(), ApiPortal.Key(ApiPortal.Writer))).Status);
        ApiResponse limited = (await portal.PostAsync("/api/v1/holds", Wish())).MustBe(429, "rate-limited");
        Assert.InRange(int.Parse(limited.Headers["Retry-After"]), 1, 60);
        Assert.Equal(200, (await portal.GetAsync("/health/live")).Status);
    }

    [Fact]
    public async Task A_proxy_on_this_machine_says_who_calls_and_what_the_caller_claims_before_it_counts_for_nothing()
    {
        await using var portal = new ApiPortal();
        portal.Settings["Api:RateLimit:PerMinute"] = "1";
        await portal.InitializeAsync();
        Task<ApiResponse> From(string forwarded) => portal.GetAsync("/api/v1/sites", ("X-Forwarded-For", forwarded));
        Assert.Equal(200, (await From("10.1.2.3")).Status);
        Assert.Equal(200, (await From("10.1.2.4")).Status);
        (await From("10.9.9.9, 10.1.2.3")).MustBe(429, "rate-limited");
    }
}
