using System.Text.Json;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Portal;

public class ApiStepsTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Fact]
    public async Task A_customer_cancels_with_the_bookings_token()
    {
        Instant start = portal.FreshStart();
        ApiResponse booking = await portal.BookAsync(start: start);
        string path = $"/api/v1/bookings/{booking.Text("reference")}";
        (await portal.PostAsync($"{path}/cancel", null)).MustBe(401, "unauthorized");
        (await portal.PostAsync($"{path}/cancel", null, ("X-Booking-Token", "wrong"))).MustBe(404, "not-found");
        ApiResponse cancelled = await portal.PostAsync($"{path}/cancel", new { reason = "ill" }, ("X-Booking-Token", booking.Text("token")));
        Assert.Equal("Cancelled", cancelled.Text("status"));
        Assert.Equal("\"2\"", cancelled.Headers["ETag"]);
        (await portal.PostAsync($"{path}/cancel", null, ("X-Booking-Token", booking.Text("token")))).MustBe(409, "wrong-status");
        await portal.BookAsync(start: start);

        ApiResponse history = await portal.GetAsync(path, ApiPortal.Key(ApiPortal.Reader));
        JsonElement last = history["history"].EnumerateArray().Last();
        Assert.Equal("ill", last.GetProperty("data").GetProperty("reason").GetString());
        Assert.Equal("customer", last.GetProperty("by").GetString());
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_the_present_one_told()
    {
        ApiResponse booking = await portal.BookAsync();
        string path = $"/api/v1/bookings/{booking.Text("reference")}";
        (string, string) token = ("X-Booking-Token", booking.Text("token"));
        ApiResponse moved = await portal.PostAsync($"{path}/reschedule", new { start = ApiPortal.Text(portal.FreshStart()) }, token, ("If-Match", "\"1\""));
        Assert.Equal(200, moved.Status);
        Assert.Equal(2, moved["version"].GetInt32());
        Assert.Equal(booking.Text("reference"), moved.Text("reference"));
        ApiResponse stale = (await portal.PostAsync($"{path}/cancel", null, token, ("If-Match", "\"1\""))).MustBe(412, "stale-version");
        Assert.Equal(2, stale["version"].GetInt32());
        (await portal.PostAsync($"{path}/cancel", null, token, ("If-Match", "soon"))).MustBe(400, "invalid").MustName("If-Match");
        Assert.Equal(200, (await portal.PostAsync($"{path}/cancel", null, token, ("If-Match", "*"))).Status);
    }

    [Fact]
    public async Task A_booking_moves_only_to_times_that_are_free_and_offered()
    {
        Instant taken = portal.FreshStart();
        await portal.BookAsync(start: taken);
        ApiResponse booking = await portal.BookAsync();
        string path = $"/api/v1/bookings/{booking.Text("reference")}/reschedule";
        (string, string) token = ("X-Booking-Token", booking.Text("token"));
        Assert.NotEqual(0, (await portal.PostAsync(path, new { start = ApiPortal.Text(taken) }, token)).MustBe(409, "slot-taken")["alternatives"].GetArrayLength());
        (await portal.PostAsync(path, new { start = "2026-09-10T09:10:00+01:00" }, token)).MustBe(422, "not-offered");
        (await portal.PostAsync(path, new { }, token)).MustBe(400, "invalid").MustName("start");
        (await portal.PostAsync(path, new { start = "2026-09-28T09:00", resource = "nobody" }, token)).MustBe(422, "invalid").MustName("resource");
    }

    [Fact]
    public async Task What_is_too_late_for_a_customer_is_not_for_the_business()
    {
        ApiResponse booking = await portal.BookAsync("dear", ApiPortal.Opening + Duration.FromHours(2));
        string path = $"/api/v1/bookings/{booking.Text("reference")}";
        (await portal.PostAsync($"{path}/reschedule", new { start = ApiPortal.Text(portal.FreshStart()) }, ("X-Booking-Token", booking.Text("token")))).MustBe(409, "too-late");
        ApiResponse cancelled = await portal.PostAsync($"{path}/cancel", new { reason = "we are ill" }, ApiPortal.Key(ApiPortal.Writer));
        Assert.Equal("Cancelled", cancelled.Text("status"));
        Assert.Equal(750, cancelled["fee"].GetProperty("amount").GetInt32());
    }

    [Fact]
    public async Task The_visit_is_checked_in_and_completed_by_key()
    {
        ApiResponse booking = await portal.BookAsync();
        string path = $"/api/v1/bookings/{booking.Text("reference")}";
        (await portal.PostAsync($"{path}/decline", null, ApiPortal.Key(ApiPortal.Admin))).MustBe(409, "wrong-status");
        Assert.Equal("CheckedIn", (await portal.PostAsync($"{path}/check-in", new { }, ApiPortal.Key(ApiPortal.Writer))).Text("status"));
        Assert.Equal("Completed", (await portal.PostAsync($"{path}/complete", null, ApiPortal.Key(ApiPortal.Admin))).Text("status"));
        ApiResponse other = await portal.BookAsync();
        Assert.Equal("NoShow", (await portal.PostAsync($"/api/v1/bookings/{other.Text("reference")}/no-show", null, ApiPortal.Key(ApiPortal.Writer))).Text("status"));
    }

    [Fact]
    public async Task A_booking_is_shown_only_to_who_may_see_it()
    {
        ApiResponse booking = await portal.BookAsync();
        string path = $"/api/v1/bookings/{booking.Text("reference")}";
        (await portal.GetAsync(path)).MustBe(401, "unauthorized");
        (await portal.GetAsync(path, ("X-Booking-Token", "wrong"))).MustBe(404, "not-found");
        (await portal.GetAsync("/api/v1/bookings/AAA-AAA", ApiPortal.Key(ApiPortal.Reader))).MustBe(404, "not-found");
        ApiResponse read = await portal.GetAsync(path.ToLowerInvariant(), ApiPortal.Key(ApiPortal.Reader));
        Assert.Equal(200, read.Status);
        Assert.False(read.Json.TryGetProperty("token", out _));
    }

    [Fact]
    public async Task Lists_go_on_where_they_ended_and_keep_their_order()
    {
        for (int i = 0; i < 7; i++)
        {
            await portal.BookAsync("wash", Instant.FromUtc(2026, 11, 2, 9, 0) + Duration.FromMinutes(30 * (i / 2)));
        }

        List<string> seen = [];
        string? next = "";
        int pages = 0;
        while (next is not null)
        {
            ApiResponse page = await portal.GetAsync($"/api/v1/bookings?site=porto&from=2026-11-02&to=2026-11-02&limit=3&after={next}", ApiPortal.Key(ApiPortal.Reader));
            Assert.Equal(200, page.Status);
            seen.AddRange(page["items"].EnumerateArray().Select(item => item.GetProperty("reference").GetString()!));
            next = page.Json.TryGetProperty("next", out JsonElement cursor) ? cursor.GetString() : null;
            pages++;
        }

        Assert.Equal(3, pages);
        Assert.Equal(7, seen.Distinct().Count());
        ApiResponse none = await portal.GetAsync("/api/v1/bookings?site=gaia&status=Confirmed,Cancelled&resource=ana", ApiPortal.Key(ApiPortal.Reader));
        Assert.Equal(0, none["items"].GetArrayLength());
        (await portal.GetAsync("/api/v1/bookings")).MustBe(401, "unauthorized");
        (await portal.GetAsync("/api/v1/bookings", ApiPortal.Key(ApiPortal.Writer))).MustBe(403, "forbidden");
        foreach ((string query, string field) in new[]
        {
            ("site=x", "site"), ("resource=x", "resource"), ("from=x", "from"), ("to=2026-99-01", "to"), ("status=Maybe", "status"), ("status=1", "status"),
            ("after=x", "after"), ("after=%00%ff", "after"), ("limit=0", "limit"), ("limit=201", "limit"), ("limit=ten", "limit"),
            ("from=2026-11-29&to=2026-11-28", "to"), ("site=porto&from=2026-11-29&to=2026-11-27", "to"), ("from=2026-11-29T10:00:00Z&to=2026-11-29T09:00:00Z", "to"),
        })
        {
            (await portal.GetAsync($"/api/v1/bookings?{query}", ApiPortal.Key(ApiPortal.Reader))).MustBe(400, "invalid").MustName(field);
        }
    }

    [Fact]
    public async Task A_date_without_a_site_is_each_booking_s_own_date_and_not_that_of_Greenwich()
    {
        // At 04:00 UTC the next day has long begun in Porto, and has not in Utah, where it is nine in the evening.
        Instant late = Instant.FromUtc(2026, 12, 10, 4, 0);
        string[] both = [(await portal.BookAsync("wash", late)).Text("reference"), (await portal.BookAsync("hike", late, "utah")).Text("reference")];
        async Task<IEnumerable<string>> OnAsync(string query) =>
            (await portal.GetAsync($"/api/v1/bookings?{query}", ApiPortal.Key(ApiPortal.Reader)))["items"].EnumerateArray().Select(item => item.GetProperty("reference").GetString()!);

        Assert.Equal([both[0]], await OnAsync("from=2026-12-10&to=2026-12-10"));
        Assert.Equal([both[1]], await OnAsync("from=2026-12-09&to=2026-12-09"));
        Assert.Equal(both.Order(), (await OnAsync("from=2026-12-09&to=2026-12-10")).Order());
        Assert.Equal(both.Order(), (await OnAsync("from=2026-12-10T04:00:00Z&to=2026-12-10T04:00:01Z")).Order());
        Assert.Equal([both[1]], await OnAsync("site=utah&from=2026-12-09&to=2026-12-09"));
    }

    /// <summary>What is booked between two pages is on a later page or on none, and moves nothing that was there.</summary>
    [Fact]
    public async Task A_page_goes_on_where_the_last_one_ended_whatever_was_booked_in_between()
    {
        Instant nine = Instant.FromUtc(2026, 11, 3, 9, 0);
        async Task<string> BookAsync(int halfHours) => (await portal.BookAsync("wash", nine + Duration.FromMinutes(30 * halfHours))).Text("reference");
        async Task<ApiResponse> PageAsync(string? after) => await portal.GetAsync($"/api/v1/bookings?site=porto&from=2026-11-03&to=2026-11-03&limit=2&after={after}", ApiPortal.Key(ApiPortal.Reader));
        IEnumerable<string> In(ApiResponse page) => page["items"].EnumerateArray().Select(item => item.GetProperty("reference").GetString()!);
        string[] there = [await BookAsync(1), await BookAsync(2), await BookAsync(4), await BookAsync(6)];

        ApiResponse first = await PageAsync(null);
        Assert.Equal(there[..2], In(first));
        string between = await BookAsync(3);
        await BookAsync(0); // before the place where the page ended
        ApiResponse second = await PageAsync(first.Text("next"));
        Assert.Equal([between, there[2]], In(second));
        Assert.Equal([there[3]], In(await PageAsync(second.Text("next"))));
    }

    [Fact]
    public async Task Events_are_without_a_gap_and_in_order()
    {
        ApiResponse booking = await portal.BookAsync();
        await portal.PostAsync($"/api/v1/bookings/{booking.Text("reference")}/cancel", null, ApiPortal.Key(ApiPortal.Writer));
        List<JsonElement> events = [];
        long after = 0;
        while (true)
        {
            ApiResponse page = await portal.GetAsync($"/api/v1/events?after={after}&limit=2", ApiPortal.Key(ApiPortal.Reader));
            events.AddRange(page["items"].EnumerateArray());
            if (page["next"].GetInt64() == after)
            {
                break;
            }

            after = page["next"].GetInt64();
        }

        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(each => each.GetProperty("sequence").GetInt64()));
        JsonElement[] own = [.. events.Where(each => each.GetProperty("booking").GetString() == booking.Text("reference"))];
        Assert.Equal(["BookingConfirmed", "BookingCancelled"], own.Select(each => each.GetProperty("type").GetString()));
        Assert.Equal(booking.Text("start"), own[0].GetProperty("data").GetProperty("start").GetString());
        (await portal.GetAsync("/api/v1/events?after=-1", ApiPortal.Key(ApiPortal.Reader))).MustBe(400, "invalid").MustName("after");
        (await portal.GetAsync("/api/v1/events?limit=1000", ApiPortal.Key(ApiPortal.Reader))).MustBe(400, "invalid").MustName("limit");
        (await portal.GetAsync("/api/v1/events")).MustBe(401, "unauthorized");
    }
}
