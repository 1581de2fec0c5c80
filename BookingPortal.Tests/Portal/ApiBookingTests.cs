using System.Text.Json;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Portal;

public class ApiBookingTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Fact]
    public async Task A_key_that_may_everything_books_on_top_of_others_with_a_reason_and_no_other_does()
    {
        string start = ApiPortal.Text(portal.FreshStart());
        object Wish(string? reason) => new { site = "porto", service = "cut", start, customer = ApiPortal.Eva, overbook = new { reason } };
        await portal.PostAsync("/api/v1/bookings", new { site = "porto", service = "cut", start, customer = ApiPortal.Eva });
        (await portal.PostAsync("/api/v1/bookings", Wish("A friend"))).MustBe(403, "forbidden");
        (await portal.PostAsync("/api/v1/bookings", Wish("A friend"), ApiPortal.Key(ApiPortal.Writer))).MustBe(403, "forbidden");
        (await portal.PostAsync("/api/v1/bookings", Wish(" "), ApiPortal.Key(ApiPortal.Admin))).MustBe(400, "invalid").MustName("overbook.reason");
        ApiResponse over = await portal.PostAsync("/api/v1/bookings", Wish("A friend"), ApiPortal.Key(ApiPortal.Admin));
        Assert.True(over.Status == 201, over.ToString());
        ApiResponse read = await portal.GetAsync($"/api/v1/bookings/{over.Text("reference")}", ApiPortal.Key(ApiPortal.Reader));
        Assert.Equal("A friend", read["history"][0].GetProperty("data").GetProperty("overbooked").GetString());
    }

    [Fact]
    public async Task A_time_is_held_then_booked_then_read()
    {
        Instant start = portal.FreshStart();
        ApiResponse hold = await portal.PostAsync("/api/v1/holds", new { site = "porto", service = "cut", start = ApiPortal.Text(start) });
        Assert.Equal(201, hold.Status);
        Assert.Equal("ana", hold["resources"][0].GetString());
        Assert.EndsWith("+01:00", hold.Text("start"));
        Assert.Equal("2026-09-07T08:15:00+01:00", hold.Text("expiresAt"));

        ApiResponse booking = await portal.PostAsync("/api/v1/bookings", new { hold = new { id = hold.Text("id"), token = hold.Text("token") }, customer = ApiPortal.Eva });
        Assert.Equal(201, booking.Status);
        Assert.Equal("Confirmed", booking.Text("status"));
        Assert.Equal(hold.Text("start"), booking.Text("start"));
        Assert.Equal(hold.Text("end"), booking.Text("end"));
        Assert.Equal(1, booking["version"].GetInt32());
        Assert.Equal("\"1\"", booking.Headers["ETag"]);
        string reference = booking.Text("reference");
        Assert.StartsWith("http://", booking.Text("manageUrl"));
        Assert.EndsWith($"/booking/{reference}?t={booking.Text("token")}", booking.Text("manageUrl"));

        ApiResponse read = await portal.GetAsync($"/api/v1/bookings/{reference}", ("X-Booking-Token", booking.Text("token")));
        Assert.Equal(200, read.Status);
        Assert.Equal("Eva", read["customer"].GetProperty("name").GetString());
        Assert.Equal("BookingConfirmed", read["history"][0].GetProperty("type").GetString());
        Assert.False(read["history"][0].TryGetProperty("data", out _));
    }

    [Fact]
    public async Task The_customers_page_is_told_at_the_address_that_was_set_whoever_says_which_host_they_called()
    {
        await using var behindProxy = new ApiPortal();
        behindProxy.Settings["Portal:Address"] = "https://book.example.com/";
        await behindProxy.InitializeAsync();
        ApiResponse booking = await behindProxy.BookAsync("paid");
        string page = $"https://book.example.com/booking/{booking.Text("reference")}";
        Assert.StartsWith($"{page}?t=", booking.Text("manageUrl"), StringComparison.Ordinal);
        Assert.StartsWith($"{page}/pay?t=", booking.Text("paymentUrl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_is_booked_in_one_call_by_the_sites_own_clock()
    {
        // Two o'clock at night does not exist in Denver on 14 March 2027: the clocks jump to three.
        portal.Clock.Now = ApiPortal.Opening;
        ApiResponse booking = await portal.PostAsync("/api/v1/bookings", new { site = "utah", service = "hike", start = "2027-03-14T02:30", customer = ApiPortal.Eva, answers = new { boots = "size 42" } });
        Assert.True(booking.Status == 201, booking.ToString());
        Assert.Equal("2027-03-14T03:30:00-06:00", booking.Text("start"));
        Assert.Equal("America/Denver", booking.Text("timeZone"));
        Assert.Contains("boots: size 42", booking.Text("notes"));
    }

    [Fact]
    public async Task A_time_that_is_taken_is_refused_with_the_five_nearest_free_ones()
    {
        Instant start = portal.FreshStart();
        await portal.BookAsync(start: start);
        foreach (string path in new[] { "/api/v1/holds", "/api/v1/bookings" })
        {
            object body = path.EndsWith("holds", StringComparison.Ordinal)
                ? new { site = "porto", service = "cut", start = ApiPortal.Text(start) }
                : new { site = "porto", service = "cut", start = ApiPortal.Text(start), customer = ApiPortal.Eva };
            ApiResponse refused = (await portal.PostAsync(path, body)).MustBe(409, "slot-taken");
            JsonElement alternatives = refused["alternatives"];
            Assert.Equal(5, alternatives.GetArrayLength());
            Assert.All(alternatives.EnumerateArray(), other => Assert.EndsWith("+01:00", other.GetString()));
        }
    }

    [Theory]
    [InlineData("2026-09-10T09:10:00+01:00", "off-the-grid")]
    [InlineData("2026-09-01T09:00:00+01:00", "too-soon")]
    [InlineData("2028-09-10T09:00:00+01:00", "beyond-window")]
    public async Task A_time_that_is_not_offered_is_refused_with_the_rule(string start, string reason)
    {
        (await portal.PostAsync("/api/v1/holds", new { site = "porto", service = "cut", start })).MustBe(422, "not-offered");
        ApiResponse refused = await portal.PostAsync("/api/v1/bookings", new { site = "porto", service = "cut", start, customer = ApiPortal.Eva });
        Assert.Equal(reason, refused.MustBe(422, "not-offered").Text("reason"));
    }

    [Fact]
    public async Task A_hold_is_given_back_with_its_token_alone_and_as_often_as_one_likes()
    {
        Instant start = portal.FreshStart();
        object wish = new { site = "porto", service = "cut", start = ApiPortal.Text(start) };
        ApiResponse hold = await portal.PostAsync("/api/v1/holds", wish);
        string path = $"/api/v1/holds/{hold.Text("id")}";
        (await portal.SendAsync(HttpMethod.Delete, path, null)).MustBe(401, "unauthorized");
        (await portal.SendAsync(HttpMethod.Delete, path, null, ("X-Hold-Token", "wrong"))).MustBe(403, "forbidden");
        (await portal.PostAsync("/api/v1/holds", wish)).MustBe(409, "slot-taken");
        Assert.Equal(204, (await portal.SendAsync(HttpMethod.Delete, path, null, ("X-Hold-Token", hold.Text("token")))).Status);
        Assert.Equal(204, (await portal.SendAsync(HttpMethod.Delete, path, null, ("X-Hold-Token", hold.Text("token")))).Status);
        Assert.Equal(201, (await portal.PostAsync("/api/v1/holds", wish)).Status);
        (await portal.SendAsync(HttpMethod.Delete, "/api/v1/holds/nonsense", null, ("X-Hold-Token", "x"))).MustBe(404, "not-found");
    }

    [Fact]
    public async Task A_hold_cannot_be_booked_without_its_token_or_after_somebody_took_it_over()
    {
        Instant start = portal.FreshStart();
        ApiResponse hold = await portal.PostAsync("/api/v1/holds", new { site = "porto", service = "cut", start = ApiPortal.Text(start) });
        (await portal.PostAsync("/api/v1/bookings", new { hold = new { id = hold.Text("id"), token = "wrong" }, customer = ApiPortal.Eva })).MustBe(403, "forbidden");

        portal.Clock.Now += Duration.FromMinutes(16);
        try
        {
            await portal.BookAsync(start: start);
            (await portal.PostAsync("/api/v1/bookings", new { hold = new { id = hold.Text("id"), token = hold.Text("token") }, customer = ApiPortal.Eva })).MustBe(409, "hold-expired");
        }
        finally
        {
            portal.Clock.Now = ApiPortal.Opening;
        }
    }

    [Fact]
    public async Task What_is_unknown_in_a_body_is_named()
    {
        (await portal.PostAsync("/api/v1/holds", new { site = "nowhere", service = "cut", start = "2026-10-01T09:00" })).MustBe(422, "invalid").MustName("site");
        (await portal.PostAsync("/api/v1/holds", new { site = "porto", service = "nothing", start = "2026-10-01T09:00" })).MustBe(422, "invalid").MustName("service");
        (await portal.PostAsync("/api/v1/holds", new { site = "porto", service = "cut", start = "2026-10-01T09:00", resource = "nobody" })).MustBe(422, "invalid").MustName("resource");
        (await portal.PostAsync("/api/v1/holds", new { site = "porto", service = "cut", start = "2026-10-01T09:00", colour = "red" })).MustBe(400, "invalid").MustName("colour");
        (await portal.PostAsync("/api/v1/bookings", new { site = "porto", service = "cut", start = "2026-10-01T09:00", customer = new { name = "Eva", email = "e@x.org", age = 7 } })).MustBe(400, "invalid").MustName("customer.age");
        ApiResponse all = (await portal.PostAsync("/api/v1/bookings", "{}")).MustBe(400, "invalid");
        foreach (string field in new[] { "site", "service", "start", "customer" })
        {
            all.MustName(field);
        }
    }

    [Fact]
    public async Task A_service_with_approval_waits_for_a_person()
    {
        ApiResponse booking = await portal.BookAsync("asked", Instant.FromUtc(2026, 9, 20, 9, 0));
        Assert.Equal("PendingApproval", booking.Text("status"));
        string path = $"/api/v1/bookings/{booking.Text("reference")}/approve";
        (await portal.PostAsync(path, null)).MustBe(401, "unauthorized");
        (await portal.PostAsync(path, null, ("X-Booking-Token", booking.Text("token")))).MustBe(401, "unauthorized");
        (await portal.PostAsync(path, null, ApiPortal.Key(ApiPortal.Reader))).MustBe(403, "forbidden");
        (await portal.PostAsync(path, null, ApiPortal.Key("no-such-key"))).MustBe(401, "unauthorized");
        ApiResponse approved = await portal.PostAsync(path, null, ApiPortal.Key(ApiPortal.Writer));
        Assert.Equal("Confirmed", approved.Text("status"));

        // Approved and confirmed are two events, and each has a version of its own.
        Assert.Equal(3, approved["version"].GetInt32());
        (await portal.PostAsync(path, null, ApiPortal.Key(ApiPortal.Writer))).MustBe(409, "wrong-status");
    }

    [Fact]
    public async Task Two_legs_are_booked_together()
    {
        Instant start = portal.FreshStart();
        ApiResponse journey = await portal.PostAsync("/api/v1/itineraries", new
        {
            legs = new object[]
            {
                new { site = "porto", service = "cut", start = ApiPortal.Text(start) },
                new { site = "utah", service = "hike", start = "2026-09-30T09:00" },
            },
            customer = ApiPortal.Eva,
        });
        Assert.True(journey.Status == 201, journey.ToString());
        JsonElement bookings = journey["bookings"];
        Assert.Equal(2, bookings.GetArrayLength());
        Assert.Equal("Confirmed", bookings[0].GetProperty("status").GetString());
        Assert.Equal("2026-09-30T09:00:00-06:00", bookings[1].GetProperty("start").GetString());
        Assert.All(bookings.EnumerateArray(), booking => Assert.NotEmpty(booking.GetProperty("token").GetString()!));
    }

    [Fact]
    public async Task A_journey_with_one_leg_that_is_taken_books_none()
    {
        (Instant free, Instant taken) = (portal.FreshStart(), portal.FreshStart());
        await portal.BookAsync(start: taken);
        object Leg(Instant start) => new { site = "porto", service = "cut", start = ApiPortal.Text(start) };
        ApiResponse refused = (await portal.PostAsync("/api/v1/itineraries", new { legs = new[] { Leg(free), Leg(taken) }, customer = ApiPortal.Eva })).MustBe(409, "slot-taken");
        Assert.Equal(1, refused["leg"].GetInt32());
        await portal.BookAsync(start: free); // still free

        Instant once = portal.FreshStart();
        ApiResponse twice = (await portal.PostAsync("/api/v1/itineraries", new { legs = new[] { Leg(once), Leg(once) }, customer = ApiPortal.Eva })).MustBe(409, "slot-taken");
        Assert.Equal(1, twice["leg"].GetInt32());
        await portal.BookAsync(start: once);
        (await portal.PostAsync("/api/v1/itineraries", new { legs = new[] { new { site = "porto", service = "cut", start = "2026-09-10T09:10" } }, customer = ApiPortal.Eva })).MustBe(422, "not-offered");
        (await portal.PostAsync("/api/v1/itineraries", new { legs = Array.Empty<object>(), customer = ApiPortal.Eva })).MustBe(400, "invalid").MustName("legs");
    }
}
