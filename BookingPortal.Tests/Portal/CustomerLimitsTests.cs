using System.Net;
using System.Text.RegularExpressions;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace BookingPortal.Tests.Portal;

/// <summary>What customers meet who ask for too much, and who come when there is too much to do.</summary>
public sealed class CustomerLimitsTests
{
    private const string Times = "/book/porto/cut/time?date=2026-09-08";

    [Fact]
    public async Task Who_shows_no_name_of_ours_is_counted_by_address_and_a_browser_that_came_over_our_pages_by_its_own()
    {
        await using ApiPortal portal = await OpenAsync(("Holds:PerVisitor", "1"));
        Task<ApiResponse> HoldAsync(string? cookie = null) => portal.PostAsync(
            "/api/v1/holds",
            new { site = "porto", service = "cut", start = ApiPortal.Text(portal.FreshStart()) },
            cookie is null ? [] : [("Cookie", cookie)]);

        Assert.Equal(201, (await HoldAsync()).Status);
        (await HoldAsync()).MustBe(409, "too-many-holds");
        (await HoldAsync("visitor=0123456789ABCDEF0123456789ABCDEF")).MustBe(409, "too-many-holds");
        (await HoldAsync($"visitor={new string('A', 180)}")).MustBe(409, "too-many-holds");

        string given = await VisitorOfAsync(portal);
        Assert.Equal(201, (await HoldAsync(given)).Status);
        (await HoldAsync(given)).MustBe(409, "too-many-holds");
        (await HoldAsync(given[..^1] + (given[^1] == 'A' ? 'Q' : 'A'))).MustBe(409, "too-many-holds");
        Assert.Equal(201, (await HoldAsync(await VisitorOfAsync(portal))).Status);
    }

    [Fact]
    public async Task Names_for_browsers_cannot_be_collected()
    {
        await using ApiPortal portal = await OpenAsync();
        int given = 0;
        for (int i = 0; i < 65; i++)
        {
            given += (await portal.GetAsync(Times)).Headers.GetValueOrDefault("Set-Cookie", "").Contains("visitor=", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.Equal(60, given);
    }

    [Fact]
    public async Task A_booking_is_found_by_reference_and_email_and_who_guesses_is_soon_told_to_wait()
    {
        await using ApiPortal portal = await OpenAsync();
        string reference = (await portal.BookAsync()).Text("reference");
        using HttpClient visitor = Browser(portal);

        using HttpResponseMessage found = await FindAsync(visitor, reference, "EVA@example.com");
        Assert.Equal($"/booking/{reference}", found.RequestMessage!.RequestUri!.AbsolutePath);

        using HttpResponseMessage wrongEmail = await FindAsync(visitor, reference, "rui@example.com");
        using HttpResponseMessage wrongReference = await FindAsync(visitor, "AAA-AAA", "rui@example.com");
        Assert.Equal(HttpStatusCode.OK, wrongEmail.StatusCode);
        Assert.Equal(await SaidAsync(wrongReference), await SaidAsync(wrongEmail));
        Assert.Contains("There is no booking with this reference and this email address", await SaidAsync(wrongEmail), StringComparison.Ordinal);

        for (int i = 3; i < 10; i++)
        {
            using HttpResponseMessage guess = await FindAsync(visitor, "AAA-AAA", "rui@example.com");
            Assert.Equal(HttpStatusCode.OK, guess.StatusCode);
        }

        using HttpResponseMessage refused = await FindAsync(visitor, reference, "eva@example.com");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        Assert.Matches("Please try again in (a|[0-9]+) minutes?", await SaidAsync(refused));
    }

    [Fact]
    public async Task When_too_much_waits_to_be_written_the_page_says_so_and_the_time_is_still_free()
    {
        await using ApiPortal portal = await OpenAsync();
        using HttpClient visitor = Browser(portal);
        string page = await visitor.GetStringAsync(Times);
        var gate = new TaskCompletionSource();
        List<Task> waiting = await FillAsync(portal.Services.GetRequiredService<IWriteQueue>(), gate.Task);

        using HttpResponseMessage busy = await PageForm.PostAsync(visitor, Times, page, "hold", Start(page));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        Assert.InRange(busy.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        string said = await busy.Content.ReadAsStringAsync();
        Assert.Contains("Very many people are booking just now", said, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Times}\"", said, StringComparison.Ordinal);

        gate.SetResult();
        await Task.WhenAll(waiting);
        using HttpResponseMessage held = await PageForm.PostAsync(visitor, Times, page, "hold", Start(page));
        Assert.StartsWith("/book/hold/", held.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_presses_a_time_that_they_keep_themselves_is_led_back_to_it()
    {
        await using ApiPortal portal = await OpenAsync(("Holds:PerVisitor", "1"));
        using HttpClient visitor = Browser(portal);
        string page = await visitor.GetStringAsync(Times);

        using HttpResponseMessage first = await PageForm.PostAsync(visitor, Times, page, "hold", Start(page));
        using HttpResponseMessage again = await PageForm.PostAsync(visitor, Times, page, "hold", Start(page));
        Assert.StartsWith("/book/hold/", first.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(first.RequestMessage.RequestUri, again.RequestMessage!.RequestUri);

        using HttpResponseMessage another = await PageForm.PostAsync(visitor, Times, "hold", Start(await visitor.GetStringAsync(Times)));
        string said = WebUtility.HtmlDecode(await another.Content.ReadAsStringAsync());
        Assert.Contains("You are keeping a time already.", said, StringComparison.Ordinal);
        string kept = first.RequestMessage.RequestUri.AbsolutePath.Replace("/hold/", "/kept/", StringComparison.Ordinal);
        Assert.Contains($"href=\"{kept}?m=", said, StringComparison.Ordinal);
        using HttpResponseMessage goneOn = await visitor.GetAsync(kept);
        Assert.Equal(first.RequestMessage.RequestUri, goneOn.RequestMessage!.RequestUri);

        using HttpClient stranger = Browser(portal);
        using HttpResponseMessage theirs = await PageForm.PostAsync(stranger, Times, await stranger.GetStringAsync(Times), "hold", Start(page));
        Assert.Contains("has just been taken", await theirs.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_is_kept_is_told_on_every_page_of_the_way_and_to_its_browser_alone()
    {
        await using ApiPortal portal = await OpenAsync(("Holds:PerVisitor", "3"));
        using HttpClient visitor = Browser(portal);
        using HttpResponseMessage held = await PageForm.PostAsync(visitor, Times, "hold", Start(await visitor.GetStringAsync(Times)));
        string secret = held.RequestMessage!.RequestUri!.Query;
        string kept = held.RequestMessage.RequestUri.AbsolutePath.Replace("/hold/", "/kept/", StringComparison.Ordinal);
        using HttpClient stranger = Browser(portal);
        await stranger.GetStringAsync(Times);

        foreach (string address in new[] { "/book/porto", Times })
        {
            using HttpResponseMessage page = await visitor.GetAsync(address);
            string text = await page.Content.ReadAsStringAsync();
            Assert.Contains("is yours for", text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal); // these pages are compressed beside what an address says
            Assert.True(page.Headers.CacheControl!.NoStore, $"{address} may be kept by a browser, and then tells what was.");
            Assert.DoesNotContain("is yours for", await stranger.GetStringAsync(address), StringComparison.Ordinal);
        }

        using HttpResponseMessage notTheirs = await PageForm.PostAsync(stranger, kept, await stranger.GetStringAsync(Times), "give-back", new() { ["back"] = Times });
        Assert.Contains("is yours for", await visitor.GetStringAsync(Times), StringComparison.Ordinal);
        using HttpResponseMessage notShown = await stranger.GetAsync(kept);
        Assert.Equal(HttpStatusCode.NotFound, notShown.StatusCode);

        using HttpResponseMessage given = await PageForm.PostAsync(visitor, kept, await visitor.GetStringAsync(Times), "give-back", new() { ["back"] = "//evil.example/" });
        Assert.Equal(portal.Client.BaseAddress!.Host, given.RequestMessage!.RequestUri!.Host);
        Assert.DoesNotContain("is yours for", await visitor.GetStringAsync(Times), StringComparison.Ordinal);
    }

    /// <summary>It was answered with an empty page and a 400.</summary>
    [Fact]
    public async Task Details_that_are_sent_after_the_time_was_given_back_elsewhere_are_told_so_and_come_along_to_the_next_time()
    {
        await using ApiPortal portal = await OpenAsync(("Holds:PerVisitor", "3"));
        using HttpClient visitor = Browser(portal);
        using HttpResponseMessage held = await PageForm.PostAsync(visitor, Times, "hold", Start(await visitor.GetStringAsync(Times)));
        string details = held.RequestMessage!.RequestUri!.PathAndQuery;
        string page = await held.Content.ReadAsStringAsync();
        string kept = held.RequestMessage.RequestUri.AbsolutePath.Replace("/hold/", "/kept/", StringComparison.Ordinal);
        using HttpResponseMessage given = await PageForm.PostAsync(visitor, kept, page, "give-back", new() { ["back"] = Times });

        using HttpResponseMessage sent = await PageForm.PostAsync(visitor, details, page, "details", new() { ["act"] = "book", ["Input.Name"] = "Slow Eva", ["Input.Email"] = "eva@example.com" });

        Assert.Equal(HttpStatusCode.NotFound, sent.StatusCode);
        Assert.Contains("This time is not kept any more", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage another = await PageForm.PostAsync(visitor, Times, "hold", Start(await visitor.GetStringAsync(Times)));
        Assert.Contains("value=\"Slow Eva\"", await another.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_is_told_the_same_whether_or_not_there_is_a_hold_and_nothing_untrue()
    {
        await using ApiPortal portal = await OpenAsync();
        using HttpClient visitor = Browser(portal);
        using HttpResponseMessage held = await PageForm.PostAsync(visitor, Times, "hold", Start(await visitor.GetStringAsync(Times)));

        using HttpResponseMessage live = await visitor.GetAsync(held.RequestMessage!.RequestUri!.AbsolutePath + "?t=wrong");
        using HttpResponseMessage none = await visitor.GetAsync($"/book/hold/{Guid.Empty}?t=wrong");

        string said = await live.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.NotFound, live.StatusCode);
        Assert.Equal(await none.Content.ReadAsStringAsync(), said);
        Assert.Contains("This address does not open a time", said, StringComparison.Ordinal);
        Assert.DoesNotContain("given back", said, StringComparison.Ordinal);
    }

    private static async Task<ApiPortal> OpenAsync(params (string Key, string Value)[] settings)
    {
        var portal = new ApiPortal();
        foreach ((string key, string value) in settings)
        {
            portal.Settings[key] = value;
        }

        await portal.InitializeAsync();
        return portal;
    }

    private static HttpClient Browser(ApiPortal portal) =>
        new(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = portal.Client.BaseAddress };

    private static async Task<string> VisitorOfAsync(ApiPortal portal) =>
        Regex.Match((await portal.GetAsync(Times)).Headers["Set-Cookie"], "visitor=[^;,]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

    private static Task<HttpResponseMessage> FindAsync(HttpClient visitor, string reference, string email) =>
        PageForm.PostAsync(visitor, "/booking", "find", new() { ["Wanted.Reference"] = reference, ["Wanted.Email"] = email });

    /// <summary>What the page says is wrong, without the fields that were typed in.</summary>
    private static async Task<string> SaidAsync(HttpResponseMessage answer) =>
        Regex.Match(await answer.Content.ReadAsStringAsync(), "role=\"alert\".*?</(section|div)>", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Value;

    private static Dictionary<string, string> Start(string page) =>
        new() { ["start"] = Regex.Match(page, "name=\"start\" value=\"(?<start>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["start"].Value };

    /// <summary>Writes that wait behind a closed gate, as many as the queue takes.</summary>
    private static async Task<List<Task>> FillAsync(IWriteQueue writes, Task gate)
    {
        // Once the first is at work the queue takes nothing more out, so that from then on it only fills.
        var atWork = new TaskCompletionSource();
        var waiting = new List<Task>
        {
            writes.RunAsync(async _ =>
            {
                atWork.SetResult();
                await gate;
                return true;
            }),
        };
        await atWork.Task;
        while (true)
        {
            Task<bool> write = writes.RunAsync(_ => Task.FromResult(true));
            if (write.Exception?.InnerException is OverloadedException)
            {
                return waiting;
            }

            waiting.Add(write);
        }
    }
}
