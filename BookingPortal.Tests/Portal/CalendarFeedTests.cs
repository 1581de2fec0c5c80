using BookingPortal.Core.CalendarSync;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace BookingPortal.Tests.Portal;

/// <summary>Staff read their visits in their own calendars, at an address that can be taken away.</summary>
public class CalendarFeedTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private CreateCalendarFeed Feeds => portal.Services.GetRequiredService<CreateCalendarFeed>();

    [Fact]
    public async Task A_feed_shows_its_own_visits_and_of_the_customer_only_the_name()
    {
        string hers = (await Feeds.RunAsync(new CreateCalendarFeed.Request("Ana", null, "ana"))).Value().Token;
        string theirs = (await Feeds.RunAsync(new CreateCalendarFeed.Request("Utah", "utah", null))).Value().Token;
        ApiResponse booking = await portal.BookAsync();
        ApiResponse feed = await portal.GetAsync($"/api/v1/calendars/{hers}.ics");
        Assert.Equal(200, feed.Status);
        Assert.Equal("text/calendar; charset=utf-8", feed.Headers["Content-Type"]);
        Assert.Contains($"UID:{booking["id"].GetGuid():D}@bookingportal", feed.Body);
        Assert.Contains("SUMMARY:cut: Eva\r\n", feed.Body);
        Assert.DoesNotContain("eva@example.com", feed.Body);
        Assert.DoesNotContain("BEGIN:VEVENT", (await portal.GetAsync($"/api/v1/calendars/{theirs}.ics")).Body);

        // Moved, it is the same entry and newer; cancelled, it is gone.
        string path = $"/api/v1/bookings/{booking.Text("reference")}";
        Assert.Equal(200, (await portal.PostAsync($"{path}/reschedule", new { start = ApiPortal.Text(portal.FreshStart()) }, ApiPortal.Key(ApiPortal.Writer))).Status);
        Assert.Contains("SEQUENCE:1\r\n", (await portal.GetAsync($"/api/v1/calendars/{hers}.ics")).Body);
        Assert.Equal(200, (await portal.PostAsync($"{path}/cancel", null, ApiPortal.Key(ApiPortal.Writer))).Status);
        Assert.DoesNotContain(booking.Text("reference"), (await portal.GetAsync($"/api/v1/calendars/{hers}.ics")).Body);
    }

    [Fact]
    public async Task A_feed_that_was_revoked_or_never_made_is_not_there()
    {
        string token = (await Feeds.RunAsync(new CreateCalendarFeed.Request("Rui", "porto", null))).Value().Token;
        Assert.Equal(200, (await portal.GetAsync($"/api/v1/calendars/{token}.ics")).Status);
        Assert.True(await Feeds.RevokeAsync("Rui"));
        Assert.False(await Feeds.RevokeAsync("Rui"));
        foreach (string wrong in new[] { $"{token}.ics", token, "x.ics", ".ics", new string('x', 500) + ".ics" })
        {
            (await portal.GetAsync($"/api/v1/calendars/{wrong}")).MustBe(404, "not-found");
        }
    }

    [Fact]
    public async Task Only_what_there_is_gets_a_feed_and_a_name_is_used_once()
    {
        Assert.Equal("site", Assert.IsType<Refusal.Invalid>((await Feeds.RunAsync(new CreateCalendarFeed.Request("a", null, null))).Refused()).Field);
        Assert.Equal("site", Assert.IsType<Refusal.Invalid>((await Feeds.RunAsync(new CreateCalendarFeed.Request("a", "atlantis", null))).Refused()).Field);
        Assert.Equal("resource", Assert.IsType<Refusal.Invalid>((await Feeds.RunAsync(new CreateCalendarFeed.Request("a", "porto", "nobody"))).Refused()).Field);
        (await Feeds.RunAsync(new CreateCalendarFeed.Request("twice", "porto", null))).Value();
        Assert.Equal("name", Assert.IsType<Refusal.Invalid>((await Feeds.RunAsync(new CreateCalendarFeed.Request("twice", "porto", null))).Refused()).Field);
    }
}
