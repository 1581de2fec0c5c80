using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Portal;

/// <summary>Design section 7: linked sites say that they are there and what they sold themselves, and no time is sold twice for it.</summary>
public class AgentApiTests(AgentApiTests.LinkedSites linked) : IClassFixture<AgentApiTests.LinkedSites>
{
    internal const string AgentKey = "agent-key-00123456789abcdef0123456789abcdef";
    private static readonly StaffAccess Desk = new(Guid.NewGuid(), "Dora", "dora@example.com", StaffRoles.Desk, [], null);

    private ApiPortal Portal => linked.Portal;

    [Fact]
    public async Task A_batch_told_again_does_nothing_twice_and_says_so_entry_by_entry()
    {
        Instant start = linked.FreshStart();
        object batch = new { entries = new[] { Entry("a-1", start), Entry("a-2", start + Duration.FromMinutes(30)) } };
        ApiResponse first = await TellAsync("hut", batch);
        Assert.Equal(["accepted", "accepted"], Outcomes(first));
        ApiResponse again = await TellAsync("hut", batch);
        Assert.Equal(["duplicate", "duplicate"], Outcomes(again));
        Assert.Equal(References(first), References(again));
        Assert.Equal(["refused"], Outcomes(await TellAsync("hut", new { entries = new[] { Entry("a-1", start + Duration.FromHours(3)) } })));

        // The portal does not sell what the site has sold, and asks nobody for money or approval who booked elsewhere.
        ApiResponse booking = await Portal.GetAsync($"/api/v1/bookings/{References(first)[0]}", ApiPortal.Key(ApiPortal.Reader));
        Assert.Equal("Confirmed", booking.Text("status"));
        (await Portal.PostAsync("/api/v1/holds", new { site = "hut", service = "bunk", start = ApiPortal.Text(start) })).MustBe(409, "slot-taken");
    }

    [Fact]
    public async Task The_same_entry_told_by_many_at_once_is_one_booking()
    {
        object batch = new { entries = new[] { Entry("many", linked.FreshStart()) } };
        ApiResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TellAsync("hut", batch)));
        Assert.Single(answers.SelectMany(References).Distinct());
        Assert.Single(answers.SelectMany(Outcomes), outcome => outcome == "accepted");
    }

    [Fact]
    public async Task A_time_that_the_portal_has_sold_is_an_item_of_the_inbox_and_never_a_second_booking()
    {
        Instant start = linked.FreshStart();
        ApiResponse ours = await BookAsync("hut", start);
        ApiResponse told = await TellAsync("hut", new { entries = new[] { Entry("clash", start) } });
        Assert.Equal(["conflict"], Outcomes(told));
        var inbox = await Portal.Services.GetRequiredService<ReadInbox>().RunAsync(Desk);
        SiteEntry item = Assert.Single(inbox.Conflicts, entry => entry.EntryId == "clash");

        var resolve = Portal.Services.GetRequiredService<ResolveSiteEntry>();
        Assert.IsType<Refusal.Invalid>((await resolve.RunAsync(new ResolveSiteEntry.Request(item.SiteId, "clash", true, Desk, " "))).Refused());
        Assert.IsType<Refusal.NotFound>((await resolve.RunAsync(new ResolveSiteEntry.Request(item.SiteId, "clash", true, Desk with { Role = StaffRoles.Staff }, "Because"))).Refused());
        SiteEntry given = (await resolve.RunAsync(new ResolveSiteEntry.Request(item.SiteId, "clash", true, Desk, "They stand before the door"))).Value();
        Assert.Equal("Cancelled", (await ReadAsync(ours.Text("reference"))).Text("status"));
        Assert.Equal("Confirmed", (await ReadAsync(given.Reference!)).Text("status"));
        Assert.IsType<Refusal.WrongStatus>((await resolve.RunAsync(new ResolveSiteEntry.Request(item.SiteId, "clash", false, Desk, "Again"))).Refused());
        await MustBeCleanAsync();
    }

    [Fact]
    public async Task Kept_by_a_person_the_portals_booking_stays()
    {
        Instant start = linked.FreshStart();
        ApiResponse ours = await BookAsync("hut", start);
        await TellAsync("hut", new { entries = new[] { Entry("kept", start) } });
        SiteEntry item = Assert.Single((await Portal.Services.GetRequiredService<ReadInbox>().RunAsync(Desk)).Conflicts, entry => entry.EntryId == "kept");
        (await Portal.Services.GetRequiredService<ResolveSiteEntry>().RunAsync(new ResolveSiteEntry.Request(item.SiteId, "kept", false, Desk, "They were called"))).Value();
        Assert.Equal("Confirmed", (await ReadAsync(ours.Text("reference"))).Text("status"));
        Assert.DoesNotContain((await Portal.Services.GetRequiredService<ReadInbox>().RunAsync(Desk)).Conflicts, entry => entry.EntryId == "kept");
    }

    [Theory]
    [InlineData("inn", false, "accepted")]
    [InlineData("lodge", true, "accepted")]
    [InlineData("lodge", false, "conflict")]
    [InlineData("cabin", true, "conflict")]
    public async Task The_sites_rule_decides_whose_booking_counts(string site, bool isEarlier, string outcome)
    {
        Instant start = linked.FreshStart();
        ApiResponse ours = await BookAsync(site, start);
        Instant madeAt = Portal.Clock.Now + Duration.FromHours(isEarlier ? -5 : 5);
        ApiResponse told = await TellAsync(site, new { entries = new[] { Entry($"rule-{isEarlier}", start, madeAt) } });
        Assert.Equal([outcome], Outcomes(told));
        Assert.Equal(outcome == "accepted" ? "Cancelled" : "Confirmed", (await ReadAsync(ours.Text("reference"))).Text("status"));
        await MustBeCleanAsync();
    }

    [Fact]
    public async Task A_site_that_falls_silent_takes_requests_only_until_it_is_heard_again()
    {
        await using LinkedSites own = new();
        await own.InitializeAsync();
        (await own.Portal.PostAsync("/api/v1/sites/hut/agent/heartbeat", null)).MustBe(401, "unauthorized");
        (await own.Portal.PostAsync("/api/v1/sites/hut/agent/heartbeat", null, ApiPortal.Key(ApiPortal.Writer))).MustBe(403, "forbidden");
        (await own.Portal.PostAsync("/api/v1/sites/porto/agent/heartbeat", null, ApiPortal.Key(AgentKey))).MustName("site");
        Assert.Equal(200, (await own.Portal.PostAsync("/api/v1/sites/hut/agent/heartbeat", new { software = "hut 2.1" }, ApiPortal.Key(AgentKey))).Status);
        Assert.Equal(200, (await own.Portal.PostAsync("/api/v1/sites/cabin/agent/heartbeat", null, ApiPortal.Key(AgentKey))).Status);

        own.Portal.Clock.Now += Duration.FromMinutes(16);
        await own.Portal.Services.GetRequiredService<WatchSites>().RunAsync();
        Assert.Equal("limited", await StatusAsync(own.Portal, "hut"));
        Assert.Equal("PendingApproval", (await own.Portal.BookAsync("bunk", own.FreshStart(), "hut")).Text("status"));
        (await own.Portal.PostAsync("/api/v1/holds", new { site = "cabin", service = "bunk", start = ApiPortal.Text(own.FreshStart()) })).MustBe(422, "not-offered");
        Assert.Equal(2, (await own.Portal.Services.GetRequiredService<ReadInbox>().RunAsync(Desk)).Silent.Count);

        Assert.Equal(200, (await own.Portal.PostAsync("/api/v1/sites/hut/agent/heartbeat", "{}", ApiPortal.Key(AgentKey))).Status);
        Assert.Equal("open", await StatusAsync(own.Portal, "hut"));
        Assert.Equal("Confirmed", (await own.Portal.BookAsync("bunk", own.FreshStart(), "hut")).Text("status"));
    }

    [Fact]
    public async Task A_key_that_is_bound_to_sites_speaks_for_them_alone()
    {
        CreateApiKey create = Portal.Services.GetRequiredService<CreateApiKey>();
        string bound = (await create.RunAsync(new CreateApiKey.Request("hut alone", [ApiScopes.Agent], ["hut", "inn"]))).Value().Shown;
        Assert.Equal(200, (await Portal.PostAsync("/api/v1/sites/hut/agent/heartbeat", null, ApiPortal.Key(bound))).Status);
        Assert.Equal(200, (await Portal.PostAsync("/api/v1/sites/inn/agent/heartbeat", null, ApiPortal.Key(bound))).Status);
        ApiResponse refused = (await Portal.PostAsync("/api/v1/sites/lodge/agent/heartbeat", null, ApiPortal.Key(bound))).MustBe(403, "forbidden");
        Assert.Contains("lodge", refused.Text("detail"), StringComparison.Ordinal);
        object batch = new { entries = new[] { Entry("not-mine", linked.FreshStart()) } };
        (await Portal.PostAsync("/api/v1/sites/lodge/agent/bookings", batch, ApiPortal.Key(bound))).MustBe(403, "forbidden");
        (await Portal.PostAsync("/api/v1/sites/nowhere/agent/heartbeat", null, ApiPortal.Key(bound))).MustBe(403, "forbidden");

        // To a key that may speak for all of them a site that is not there is simply not there.
        string any = (await create.RunAsync(new CreateApiKey.Request("any hut", [ApiScopes.Agent], []))).Value().Shown;
        (await Portal.PostAsync("/api/v1/sites/nowhere/agent/heartbeat", null, ApiPortal.Key(any))).MustBe(404, "not-found");
        (await Portal.PostAsync("/api/v1/sites/nowhere/agent/bookings", batch, ApiPortal.Key(any))).MustBe(404, "not-found");

        Assert.IsType<Refusal.Invalid>((await create.RunAsync(new CreateApiKey.Request("lost", [ApiScopes.Agent], ["nowhere"]))).Refused());
        Assert.IsType<Refusal.Invalid>((await create.RunAsync(new CreateApiKey.Request("too much", [ApiScopes.Agent, ApiScopes.ReadBookings], ["hut"]))).Refused());
    }

    [Fact]
    public async Task When_the_power_goes_while_a_time_is_given_to_the_site_the_portals_booking_stands()
    {
        await using LinkedSites own = new();
        await own.InitializeAsync();
        Instant start = own.FreshStart();
        ApiResponse ours = await own.Portal.BookAsync("bunk", start, "inn");
        object batch = new { entries = new[] { Entry("dark", start) } };
        await RunSqlAsync(own, """
            CREATE TRIGGER "Power" BEFORE INSERT ON "Bookings" WHEN NEW."Source" = 'agent' BEGIN SELECT RAISE(ABORT, 'the power went'); END
            """);
        Assert.Equal(500, (await own.Portal.PostAsync("/api/v1/sites/inn/agent/bookings", batch, ApiPortal.Key(AgentKey))).Status);
        ApiResponse seen = await own.Portal.GetAsync($"/api/v1/bookings/{ours.Text("reference")}", ApiPortal.Key(ApiPortal.Reader));
        Assert.Equal("Confirmed", seen.Text("status"));

        await RunSqlAsync(own, """DROP TRIGGER "Power" """);
        Assert.Equal(["accepted"], Outcomes(await own.Portal.PostAsync("/api/v1/sites/inn/agent/bookings", batch, ApiPortal.Key(AgentKey))));
        seen = await own.Portal.GetAsync($"/api/v1/bookings/{ours.Text("reference")}", ApiPortal.Key(ApiPortal.Reader));
        Assert.Equal("Cancelled", seen.Text("status"));
    }

    [Fact]
    public async Task What_the_site_cannot_have_costs_the_portal_no_booking()
    {
        Instant start = linked.FreshStart();
        ApiResponse ours = await BookAsync("inn", start);

        // Ten minutes later is no time of this service: the rule says that the site counts, but there is nothing to give.
        Assert.Equal(["conflict"], Outcomes(await TellAsync("inn", new { entries = new[] { Entry("crooked", start + Duration.FromMinutes(10)) } })));
        Assert.Equal("Confirmed", (await ReadAsync(ours.Text("reference"))).Text("status"));
        SiteEntry item = Assert.Single((await Portal.Services.GetRequiredService<ReadInbox>().RunAsync(Desk)).Conflicts, entry => entry.EntryId == "crooked");
        var give = new ResolveSiteEntry.Request(item.SiteId, "crooked", true, Desk, "They stand before the door");
        Assert.IsType<Refusal.NotOffered>((await Portal.Services.GetRequiredService<ResolveSiteEntry>().RunAsync(give)).Refused());
        Assert.Equal("Confirmed", (await ReadAsync(ours.Text("reference"))).Text("status"));
        await MustBeCleanAsync();
    }

    private static async Task RunSqlAsync(LinkedSites sites, string sql)
    {
        await using PortalContext db = await sites.Portal.Services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    private static async Task<string?> StatusAsync(ApiPortal portal, string site) =>
        (await portal.GetAsync("/api/v1/sites")).Json.EnumerateArray().Single(each => each.GetProperty("slug").GetString() == site).GetProperty("status").GetString();

    private static object Entry(string id, Instant start, Instant? madeAt = null) => new
    {
        id, service = "bunk", start = ApiPortal.Text(start), customer = ApiPortal.Eva, madeAt = madeAt is { } at ? ApiPortal.Text(at) : null,
    };

    private static string[] Outcomes(ApiResponse answer) =>
        [.. answer["results"].EnumerateArray().Select(result => result.GetProperty("outcome").GetString()!)];

    private static string[] References(ApiResponse answer) =>
        [.. answer["results"].EnumerateArray().Select(result => result.TryGetProperty("reference", out JsonElement reference) ? reference.GetString()! : "none")];

    private async Task<ApiResponse> TellAsync(string site, object batch)
    {
        ApiResponse told = await Portal.PostAsync($"/api/v1/sites/{site}/agent/bookings", batch, ApiPortal.Key(AgentKey));
        Assert.True(told.Status == 200, told.ToString());
        return told;
    }

    private Task<ApiResponse> BookAsync(string site, Instant start) => Portal.BookAsync("bunk", start, site);

    private Task<ApiResponse> ReadAsync(string reference) => Portal.GetAsync($"/api/v1/bookings/{reference}", ApiPortal.Key(ApiPortal.Reader));

    private async Task MustBeCleanAsync() => Assert.Equal(
        [], (await Portal.Services.GetRequiredService<CheckPortal>().RunAsync()).Findings.Where(finding => !finding.IsWarning).Select(finding => finding.ToString()));

    /// <summary>A portal with four linked sites, each with a rule of its own.</summary>
    public sealed class LinkedSites : IAsyncLifetime, IAsyncDisposable
    {
        private int _starts;

        public ApiPortal Portal { get; } = new();

        public Instant FreshStart() => ApiPortal.Opening + Duration.FromDays(20) + Duration.FromHours(2 * Interlocked.Increment(ref _starts));

        public async Task InitializeAsync()
        {
            Portal.Settings["Jobs:Enabled"] = "false";
            await Portal.InitializeAsync();
            Site[] sites =
            [
                Make("hut", ConflictRule.AskPerson, SilenceRule.Request), Make("inn", ConflictRule.SiteFirst, SilenceRule.Request),
                Make("lodge", ConflictRule.EarliestFirst, SilenceRule.Request), Make("cabin", ConflictRule.PortalFirst, SilenceRule.Nothing),
            ];
            Resource[] wardens = [.. sites.Select(site => new Resource { Slug = $"warden-{site.Slug}", Name = site.Slug, Kind = "staff", TimeZone = site.TimeZone, Sites = [site.Id] })];
            var bunk = new Service
            {
                Slug = "bunk", Name = "Bunk", DurationMinutes = 30, WindowDays = 365, Sites = [.. sites.Select(site => site.Id)],
                Requires = [new RequiredGroup([.. wardens.Select(warden => warden.Id)])],
            };
            var key = new ApiKey
            {
                Name = "hut's computer", Prefix = AgentKey[..8], Hash = SHA256.HashData(Encoding.UTF8.GetBytes(AgentKey)), Scopes = [ApiScopes.Agent], CreatedAt = ApiPortal.Opening,
            };
            await Portal.Services.GetRequiredService<IWriteQueue>().RunAsync(async scope =>
            {
                scope.Db.AddRange([.. sites, .. wardens, bunk, key]);
                await scope.Db.SaveChangesAsync();
                await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
                return true;
            });
        }

        public ValueTask DisposeAsync() => Portal.DisposeAsync();

        Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

        private static Site Make(string slug, ConflictRule rule, SilenceRule silence) => new()
        {
            Slug = slug, Name = slug, TimeZone = "Europe/Lisbon", Kind = SiteKind.Linked, Conflicts = rule, WhenSilent = silence,
        };
    }
}
