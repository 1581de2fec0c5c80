using System.Net;
using System.Text.RegularExpressions;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Portal;

/// <summary>Ways that customers take without scripts: on after the minutes are over, back twice, to another time.</summary>
public sealed class CustomerWayTests
{
    private const string Times = "/book/porto/cut/time?date=2026-09-08";

    [Fact]
    public async Task Who_goes_on_after_the_minutes_are_over_is_offered_the_time_while_it_is_free()
    {
        await using ApiPortal portal = await OpenAsync();
        using HttpClient visitor = Browser(portal);
        using HttpResponseMessage held = await HoldAsync(visitor);
        string goOn = WebUtility.HtmlDecode(Find(await visitor.GetStringAsync(Times), "href=\"(?<found>/book/kept/[^\"]+)\">Go on"));
        portal.Clock.Now += Duration.FromMinutes(16);
        await portal.Services.GetRequiredService<TidyHolds>().RunAsync();

        using HttpClient stranger = Browser(portal);
        await stranger.GetStringAsync(Times);
        using HttpResponseMessage theirs = await stranger.GetAsync(goOn);
        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        using HttpResponseMessage details = await visitor.GetAsync(goOn);
        string page = await details.Content.ReadAsStringAsync();
        Assert.Equal(held.RequestMessage!.RequestUri, details.RequestMessage!.RequestUri);
        Assert.Contains("is still free", page, StringComparison.Ordinal);

        using HttpResponseMessage booked = await SendAsync(visitor, held, page, "book");
        Assert.StartsWith("/booking/", booked.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gives_back_twice_leaves_nothing_that_they_typed()
    {
        await using ApiPortal portal = await OpenAsync();
        using HttpClient visitor = Browser(portal);
        using HttpResponseMessage held = await HoldAsync(visitor);
        string page = await held.Content.ReadAsStringAsync();
        using HttpResponseMessage once = await SendAsync(visitor, held, page, "release");
        using HttpResponseMessage twice = await SendAsync(visitor, held, page, "release");

        using HttpResponseMessage next = await HoldAsync(visitor);
        Assert.DoesNotContain("Eva Lindqvist", await next.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_class_nobody_is_said_not_to_be_free()
    {
        await using ApiPortal portal = await OpenAsync();
        await AddDanceAsync(portal);
        Instant noon = ApiPortal.Opening + Duration.FromHours(28);
        ApiResponse booking = await portal.BookAsync("dance", noon - Duration.FromHours(2));
        await portal.BookAsync("yoga", noon); // has the hall then

        string address = new Uri(booking.Text("manageUrl")).PathAndQuery.Replace("?", "/move?date=2026-09-08&", StringComparison.Ordinal);
        using HttpClient visitor = Browser(portal);
        string page = WebUtility.HtmlDecode(await visitor.GetStringAsync($"{address}&to={Uri.EscapeDataString(ApiPortal.Text(noon))}"));
        Assert.Contains("with stage?", page, StringComparison.Ordinal);
        Assert.DoesNotContain("is not free then", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Times without a name", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_moves_to_a_time_that_needs_a_yes_is_told_so_before_and_asks_for_it()
    {
        await using ApiPortal portal = await OpenAsync();
        ApiResponse booking = await portal.BookAsync("cut", ApiPortal.Opening + Duration.FromHours(26));
        string to = Uri.EscapeDataString(ApiPortal.Text(ApiPortal.Opening + Duration.FromHours(28)));
        string address = new Uri(booking.Text("manageUrl")).PathAndQuery.Replace("?", $"/move?date=2026-09-08&to={to}&", StringComparison.Ordinal);
        using HttpClient visitor = Browser(portal);
        Assert.Contains(">Move it<", await visitor.GetStringAsync(address), StringComparison.Ordinal);

        await LimitPortoAsync(portal);
        string page = WebUtility.HtmlDecode(await visitor.GetStringAsync(address));
        Assert.Contains("Porto has to agree to the new time", page, StringComparison.Ordinal);
        Assert.Contains(">Ask for this time<", page, StringComparison.Ordinal);
        using HttpResponseMessage moved = await PageForm.PostAsync(visitor, address, page, "move", new() { ["version"] = "1" });
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        ApiResponse stands = await portal.GetAsync($"/api/v1/bookings/{booking.Text("reference")}", ("X-Booking-Token", booking.Text("token")));
        Assert.Equal("PendingApproval", stands.Text("status"));
    }

    /// <summary>Nothing is heard from it, and it takes requests alone.</summary>
    private static Task<bool> LimitPortoAsync(ApiPortal portal) => portal.Services.GetRequiredService<IWriteQueue>().RunAsync(async scope =>
    {
        Site porto = await scope.Db.Sites.SingleAsync(each => each.Slug == "porto");
        (porto.Status, porto.WhenSilent) = (SiteStatus.Limited, SilenceRule.Request);
        await scope.Db.SaveChangesAsync();
        await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
        return true;
    });

    private static Task<bool> AddDanceAsync(ApiPortal portal) => portal.Services.GetRequiredService<IWriteQueue>().RunAsync(async scope =>
    {
        Resource hall = await scope.Db.Resources.SingleAsync(each => each.Slug == "hall");
        var stage = new Resource { Slug = "stage", Name = "stage", Kind = "room", TimeZone = hall.TimeZone, Sites = hall.Sites, Position = 90 };
        var dance = new Service
        {
            Slug = "dance", Name = "dance", Kind = ServiceKind.Class, DurationMinutes = 30, Seats = 5, WindowDays = 365, Sites = hall.Sites,
            Requires = [new RequiredGroup([hall.Id, stage.Id])],
        };
        scope.Db.AddRange(stage, dance);
        await scope.Db.SaveChangesAsync();
        await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
        return true;
    });

    private static async Task<ApiPortal> OpenAsync()
    {
        var portal = new ApiPortal();
        portal.Settings["Holds:PerVisitor"] = "3";
        await portal.InitializeAsync();
        return portal;
    }

    private static HttpClient Browser(ApiPortal portal) =>
        new(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = portal.Client.BaseAddress };

    private static async Task<HttpResponseMessage> HoldAsync(HttpClient visitor)
    {
        string page = await visitor.GetStringAsync(Times);
        HttpResponseMessage held = await PageForm.PostAsync(visitor, Times, page, "hold", new() { ["start"] = Find(page, "name=\"start\" value=\"(?<found>[^\"]+)\"") });
        Assert.StartsWith("/book/hold/", held.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        return held;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient visitor, HttpResponseMessage held, string page, string act) => PageForm.PostAsync(
        visitor,
        held.RequestMessage!.RequestUri!.PathAndQuery,
        page,
        "details",
        new() { ["act"] = act, ["Input.Name"] = "Eva Lindqvist", ["Input.Email"] = "eva@example.com" });

    private static string Find(string page, string pattern) =>
        Regex.Match(page, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["found"].Value;
}
