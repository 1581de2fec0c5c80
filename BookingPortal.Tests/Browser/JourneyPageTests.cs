using System.Globalization;
using System.Net;
using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;
using static BookingPortal.Tests.Browser.JourneyPortal;

namespace BookingPortal.Tests.Browser;

/// <summary>What every page of the journey keeps: it is light, fits its screen, tells no secrets and never ends in an error page.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyPageTests(JourneyPortal journey, Chromium chromium)
{
    /// <summary>The promise: the page on which a time is chosen, with everything it loads.</summary>
    private const double MostBytes = 100_000;

    private const int SmallestTarget = 44;

    [BrowserFact]
    public async Task The_page_with_the_times_transfers_less_than_100_kilobytes()
    {
        IPage page = await chromium.OpenAsync(journey.Portal, Visitor.OnPhone);
        ICDPSession devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Network.enable");
        double bytes = 0;
        devTools.Event("Network.loadingFinished").OnEvent += (_, done) => bytes += done!.Value.GetProperty("encodedDataLength").GetDouble();

        await page.GotoAsync("/book/porto/cut/time", new() { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.InRange(bytes, 5_000, MostBytes);
        Assert.True(await page.EvaluateAsync<bool>("() => typeof Blazor === 'object'"), "Blazor's script was not among it.");
    }

    [BrowserFact]
    public async Task No_page_scrolls_sideways_and_every_target_is_large_enough()
    {
        foreach (Visitor visitor in new[] { Visitor.OnPhone, new Visitor() })
        {
            IPage page = await chromium.OpenAsync(journey.Portal, visitor);
            foreach (string address in new[]
            {
                "/", "/book/porto", "/book/porto/cut", "/book/porto/cut/time", "/book/porto/cut/time?zone=choose", "/book/gym/yoga/time", "/booking", "/book/nowhere",
            })
            {
                await page.GotoAsync(address);
                await FitsAsync(page, visitor);
            }

            await HoldAsync(page, "2026-03-13", visitor.Width == 390 ? "11:00" : "12:00");
            await FitsAsync(page, visitor);
            await WriteDetailsAsync(page, new string('W', 110));
            await Book(page).ClickAsync();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");
            await FitsAsync(page, visitor);
            string booking = page.Url;
            foreach (string step in new[] { "move", "cancel" })
            {
                await page.GotoAsync(booking.Replace("?", $"/{step}?", StringComparison.Ordinal));
                await FitsAsync(page, visitor);
            }
        }
    }

    [BrowserFact]
    public async Task The_month_is_walked_with_the_arrow_keys()
    {
        IPage page = await chromium.OpenAsync(journey.Portal);
        await page.GotoAsync("/book/porto/shave/time?date=2026-03-06");
        await page.Locator(".day[aria-current=date]").FocusAsync();

        await page.Keyboard.PressAsync("ArrowRight");

        await Assertions.Expect(page.Locator(".day:focus")).ToHaveTextAsync("9");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#times h2")).ToHaveTextAsync("Monday 9 March");
    }

    [Fact]
    public async Task Pages_with_a_secret_address_are_not_kept_not_indexed_not_told_and_not_compressed()
    {
        using HttpClient client = journey.Portal.CreateClient();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");

        using HttpResponseMessage secret = await client.GetAsync("/booking/K7Q-2MX?t=guess");
        using HttpResponseMessage open = await client.GetAsync("/book/porto/cut/time");

        Assert.Equal(HttpStatusCode.NotFound, secret.StatusCode);
        Assert.Equal("no-referrer", secret.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("noindex", secret.Headers.GetValues("X-Robots-Tag").Single(), StringComparison.Ordinal);
        Assert.True(secret.Headers.CacheControl!.NoStore);
        Assert.Empty(secret.Content.Headers.ContentEncoding);
        Assert.Equal("br", open.Content.Headers.ContentEncoding.Single());
    }

    [Theory]
    [InlineData("/book/nowhere")]
    [InlineData("/book/porto/nothing")]
    [InlineData("/book/gym/cut/time")]
    [InlineData("/book/porto/cut/time?resource=nobody")]
    [InlineData("/book/hold/00000000-0000-0000-0000-000000000000?t=guess")]
    [InlineData("/booking/K7Q-2MX/cancel")]
    [InlineData("/booking/K7Q-2MX/move?t=")]
    [InlineData("/no/such/page")]
    public async Task An_address_that_leads_nowhere_says_so_and_shows_a_way_on(string address)
    {
        using HttpClient client = journey.Portal.CreateClient();

        using HttpResponseMessage answer = await client.GetAsync(address);
        string text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("See what can be booked", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/book/porto/cut/time?date=yesterday&month=never&seats=-3&zone=Mars/Base")]
    [InlineData("/book/porto/cut/time?date=1999-01-01")]
    [InlineData("/book/porto/cut/time?month=9999-12")]
    [InlineData("/book/gym/yoga/time?seats=1000")]
    [InlineData("/book/gym/yoga/time?seats=two")]
    [InlineData("/book/gym/yoga/time?seats=99999999999")]
    [InlineData("/book/gym/yoga/time?seats=")]
    public async Task An_address_that_was_tampered_with_still_shows_times(string address)
    {
        using HttpClient client = journey.Portal.CreateClient();

        using HttpResponseMessage answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("When would you like to come?", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task FitsAsync(IPage page, Visitor visitor)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"{page.Url} at {visitor.Width}");
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") <= 0, $"{what} scrolls sideways.");
        string[] small = await page.EvaluateAsync<string[]>(
            """
            least => [...document.querySelectorAll('button, .btn, .slot, input:not([type=hidden]), select, textarea, .day.open')]
              .filter(it => it.checkVisibility())
              .filter(it => it.getBoundingClientRect().height < least - 0.5)
              .map(it => it.outerHTML.slice(0, 80))
            """,
            SmallestTarget);
        Assert.True(small.Length == 0, $"{what} has targets that are too small: {string.Join("; ", small)}");
    }
}
