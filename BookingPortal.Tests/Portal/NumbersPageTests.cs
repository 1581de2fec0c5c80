using System.Net;

namespace BookingPortal.Tests.Portal;

/// <summary>The page with the numbers, as its readers get it: without a script.</summary>
public sealed class NumbersPageTests(StaffDoorTests.DevelopmentPortal development) : IClassFixture<StaffDoorTests.DevelopmentPortal>
{
    private const string Password = "demo-portal-2026";

    [Fact]
    public async Task Before_the_first_booking_it_says_what_will_stand_there()
    {
        using HttpClient manager = development.Portal.CreateClient();
        string page = await StaffDoorTests.SignInAsync(manager, "manager@demo.example", Password, "/dashboards");
        Assert.Contains("Nothing has been booked yet.", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/dashboards\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_is_not_theirs_shows_nothing()
    {
        using HttpClient manager = development.Portal.CreateClient();
        string page = await StaffDoorTests.SignInAsync(manager, "manager@demo.example", Password, "/dashboards?site=elsewhere");
        Assert.Contains("There is no such site here", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_desk_neither_sees_it_in_the_menu_nor_gets_it_by_its_address()
    {
        using HttpClient desk = development.Portal.CreateClient();
        string calendar = await StaffDoorTests.SignInAsync(desk, "desk@demo.example", Password, "/desk");
        Assert.Contains("href=\"/desk\"", calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/dashboards\"", calendar, StringComparison.Ordinal);
        using HttpResponseMessage refused = await desk.GetAsync("/dashboards");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
