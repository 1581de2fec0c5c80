using System.Net;
using BookingPortal.Tests.Fixtures;

namespace BookingPortal.Tests.Portal;

/// <summary>The door to the staff pages, over plain HTTP and without JavaScript.</summary>
public sealed class StaffDoorTests(StaffDoorTests.DevelopmentPortal development) : IClassFixture<StaffDoorTests.DevelopmentPortal>
{
    private const string Password = "demo-portal-2026";
    private const string Code = @"enter the code ([A-Z0-9-]{14})";

    [Theory]
    [InlineData("/calendar")]
    [InlineData("/desk")]
    [InlineData("/account/change-password")]
    public async Task A_stranger_is_sent_to_the_door_with_the_way_back(string address)
    {
        using HttpClient visitor = development.Portal.CreateClient(followRedirects: false);

        using HttpResponseMessage answer = await visitor.GetAsync(address);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task The_right_password_opens_and_signing_out_closes()
    {
        using HttpClient visitor = development.Portal.CreateClient();

        string calendar = await SignInAsync(visitor, "manager@demo.example", Password, "/calendar");
        Assert.Contains("Maria Demo", calendar, StringComparison.Ordinal);
        using HttpResponseMessage left = await PageForm.PostAsync(visitor, "/account/sign-out", "sign-out", []);
        Assert.Contains("You are signed out", await left.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage after = await visitor.GetAsync("/calendar");

        Assert.Equal("/account/sign-in", after.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\t//evil.example")]
    public async Task A_way_back_that_leads_elsewhere_is_not_taken(string elsewhere)
    {
        using HttpClient visitor = development.Portal.CreateClient(followRedirects: false);

        using HttpResponseMessage answer = await PostSignInAsync(visitor, "manager@demo.example", Password, elsewhere);

        Assert.Equal("/calendar", new Uri(development.Portal.Address, answer.Headers.Location!).AbsolutePath);
        Assert.Equal(development.Portal.Address.Host, new Uri(development.Portal.Address, answer.Headers.Location!).Host);
    }

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_other_sites()
    {
        using HttpClient visitor = development.Portal.CreateClient(followRedirects: false);

        using HttpResponseMessage answer = await PostSignInAsync(visitor, "manager@demo.example", Password, "/calendar");

        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), each => each.StartsWith("staff=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        using HttpClient visitor = development.Portal.CreateClient();
        for (int i = 0; i < 5; i++)
        {
            string refused = await SignInAsync(visitor, "desk@demo.example", "not the password", "/calendar");
            Assert.Contains(i < 4 ? "do not belong together" : "locked for five minutes", refused, StringComparison.Ordinal);
        }

        string locked = await SignInAsync(visitor, "desk@demo.example", Password, "/calendar");

        Assert.Contains("locked for five minutes", locked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_is_told_the_same_as_a_wrong_password()
    {
        using HttpClient visitor = development.Portal.CreateClient();

        string refused = await SignInAsync(visitor, "nobody@demo.example", Password, "/calendar");

        Assert.Contains("do not belong together", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_portal_with_a_manager_has_no_first_run_page()
    {
        using HttpClient visitor = development.Portal.CreateClient();

        using HttpResponseMessage answer = await visitor.GetAsync("/account/first-run");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/desk/nothing", "/desk")]
    [InlineData("/operations/nothing", "/operations")]
    [InlineData("/calendar/nothing", "/calendar")]
    [InlineData("/account/first-run", "/calendar")]
    public async Task An_address_of_staff_that_leads_nowhere_is_answered_in_their_shell_with_the_way_back(string address, string back)
    {
        using HttpClient staff = development.Portal.CreateClient();
        await SignInAsync(staff, "manager@demo.example", Password, "/calendar");
        using HttpClient stranger = development.Portal.CreateClient();

        using HttpResponseMessage lost = await staff.GetAsync(address);
        using HttpResponseMessage outside = await stranger.GetAsync(address);

        string text = await lost.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
        Assert.Contains("Maria Demo", text, StringComparison.Ordinal);
        Assert.Contains("staff.", text, StringComparison.Ordinal);
        Assert.Matches($"class=\"btn[^\"]*\" href=\"{back}\"", text);
        Assert.DoesNotContain("See what can be booked", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
        Assert.Matches($"href=\"{back}\"[^>]*>Sign in", await outside.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Signed_in_staff_who_miss_a_customers_page_see_what_customers_see()
    {
        using HttpClient staff = development.Portal.CreateClient();
        await SignInAsync(staff, "manager@demo.example", Password, "/calendar");

        using HttpResponseMessage lost = await staff.GetAsync("/book/nothing");

        Assert.Contains("See what can be booked", await lost.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_production_the_first_visit_makes_the_manager_with_the_printed_code()
    {
        await using PortalProcess portal = await PortalProcess.StartAsync("Production");
        string code = await portal.PrintedAsync(Code);
        Assert.DoesNotContain("demo.example", portal.Output, StringComparison.Ordinal);
        using HttpClient visitor = portal.CreateClient();
        using HttpResponseMessage first = await visitor.GetAsync("/calendar");
        Assert.Equal("/account/first-run", first.RequestMessage!.RequestUri!.AbsolutePath);

        using HttpResponseMessage wrong = await PostFirstRunAsync(visitor, "AAAA-AAAA-AAAA");
        Assert.Contains("not the code", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage right = await PostFirstRunAsync(visitor, code.ToLowerInvariant());

        Assert.Equal("/calendar", right.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("Olga First", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage again = await visitor.GetAsync("/account/first-run");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Five_wrong_codes_make_everybody_wait_even_with_the_right_one()
    {
        await using PortalProcess portal = await PortalProcess.StartAsync("Production");
        string code = await portal.PrintedAsync(Code);
        using HttpClient visitor = portal.CreateClient();
        for (int i = 0; i < 5; i++)
        {
            using HttpResponseMessage wrong = await PostFirstRunAsync(visitor, "AAAA-AAAA-AAAA");
        }

        using HttpResponseMessage right = await PostFirstRunAsync(visitor, code);

        Assert.Contains("Too many tries", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_survives_a_restart_and_the_portal_stays_with_its_manager()
    {
        string folder = Directory.CreateTempSubdirectory("staff-restart-").FullName;
        try
        {
            var cookies = new CookieContainer();
            string printed;
            await using (PortalProcess earlier = await PortalProcess.StartAsync("Production", dataFolder: folder))
            {
                printed = await earlier.PrintedAsync(Code);
            }

            await using (PortalProcess portal = await PortalProcess.StartAsync("Production", dataFolder: folder))
            {
                Assert.Equal(printed, await portal.PrintedAsync(Code)); // kept in the database: every start and every node prints the same
                using var visitor = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = portal.Address };
                using HttpResponseMessage made = await PostFirstRunAsync(visitor, await portal.PrintedAsync(Code));
                Assert.Equal("/calendar", made.RequestMessage!.RequestUri!.AbsolutePath);
            }

            await using PortalProcess later = await PortalProcess.StartAsync("Production", dataFolder: folder);
            using var same = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = later.Address };
            using HttpResponseMessage calendar = await same.GetAsync("/calendar");

            Assert.Equal("/calendar", calendar.RequestMessage!.RequestUri!.AbsolutePath);
            Assert.DoesNotContain("enter the code", later.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<HttpResponseMessage> PostFirstRunAsync(HttpClient visitor, string code) => PageForm.PostAsync(visitor, "/account/first-run", "first-run", new()
    {
        ["Form.Code"] = code,
        ["Form.Name"] = "Olga First",
        ["Form.Email"] = "olga@example.com",
        ["Form.Password"] = "a long enough one",
    });

    internal static async Task<string> SignInAsync(HttpClient visitor, string email, string password, string returnUrl)
    {
        using HttpResponseMessage answer = await PostSignInAsync(visitor, email, password, returnUrl);
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task<HttpResponseMessage> PostSignInAsync(HttpClient visitor, string email, string password, string returnUrl) => PageForm.PostAsync(
        visitor,
        $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}",
        "sign-in",
        new() { ["Form.Email"] = email, ["Form.Password"] = password });

    public sealed class DevelopmentPortal : IAsyncLifetime
    {
        public PortalProcess Portal { get; private set; } = null!;

        public async Task InitializeAsync() =>
            Portal = await PortalProcess.StartAsync(settings: new Dictionary<string, string> { ["Seed:Scenario"] = "none" });

        public async Task DisposeAsync() => await Portal.DisposeAsync();
    }
}
