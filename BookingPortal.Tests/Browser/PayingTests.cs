using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;

namespace BookingPortal.Tests.Browser;

/// <summary>A deposit, from the details to the till and back, on a portal as people run it.</summary>
public sealed class PayingTests(PayingTests.Shop shop, Chromium chromium) : IClassFixture<PayingTests.Shop>, IClassFixture<Chromium>
{
    [BrowserFact]
    public Task Who_pays_is_booked() =>
        PayAsync(new Visitor(), "2026-03-03", "Succeed", "You are booked");

    [BrowserFact]
    public Task Who_pays_on_a_phone_without_scripts_is_booked() =>
        PayAsync(Visitor.OnPhone with { JavaScript = false }, "2026-03-04", "Succeed", "You are booked");

    [BrowserFact]
    public Task Whose_card_is_refused_is_told_so() =>
        PayAsync(new Visitor(Dark: true), "2026-03-05", "Refuse the card", "This booking has expired");

    [BrowserFact]
    public async Task Who_hears_nothing_can_go_back_to_the_till_and_a_late_answer_arrives_by_itself()
    {
        IPage page = await PayAsync(new Visitor(), "2026-03-06", "Answer late", "One step is left: the payment");
        await Assertions.Expect(page.GetByText("€5.00 to pay now")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Pay now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The portal will hear of it later")).ToBeVisibleAsync();

        for (int second = 0; second < 60 && await page.Locator("h1").InnerTextAsync() != "You are booked"; second++)
        {
            await Task.Delay(1000);
            try
            {
                await page.GetByRole(AriaRole.Link, new() { Name = "Back to the booking" }).Or(page.GetByRole(AriaRole.Link, new() { Name = "Pay now" })).ClickAsync(new() { Timeout = 3_000 });
            }
            catch (TimeoutException)
            {
                // The answer arrived while the page was open, and there is nothing to press any more.
            }
        }

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");
        await Assertions.Expect(page.GetByText("€5.00 paid")).ToBeVisibleAsync();
    }

    private async Task<IPage> PayAsync(Visitor visitor, string date, string button, string heading)
    {
        IPage page = await chromium.OpenAsync(shop.Portal, visitor);
        page.SetDefaultNavigationTimeout(60_000); // on a loaded machine each step may take long; none may be missing
        await page.GotoAsync($"/book/porto/colour/time?date={date}");
        await JourneyPortal.Slot(page, "10:00").ClickAsync();
        await page.WaitForURLAsync("**/book/hold/**");
        await JourneyPortal.WriteDetailsAsync(page);
        await JourneyPortal.Book(page).ClickAsync();
        await page.WaitForURLAsync("**/pay/test/**");
        await Assertions.Expect(page.GetByText("Test till: no money moves")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Pay €5.00");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The till is wider than the window.");

        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

        await page.WaitForURLAsync("**/booking/**");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(heading);
        return page;
    }

    /// <summary>A hairdresser who asks for a deposit.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        private const string Scenario = """
            {
              "sites": [ { "slug": "porto", "name": "Ribeira Barbers", "timeZone": "Europe/Lisbon" } ],
              "resources": [ { "slug": "ana", "name": "Ana", "kind": "staff", "sites": ["porto"] } ],
              "services": [ { "slug": "colour", "name": "Colour", "kind": "appointment", "sites": ["porto"], "durationMinutes": 60, "requires": [ { "anyOf": ["ana"] } ],
                "price": { "amount": 5000, "currency": "EUR" }, "deposit": { "kind": "fixed", "amount": 500 } } ]
            }
            """;

        private PortalProcess? _portal;

        public PortalProcess Portal => _portal ?? throw new InvalidOperationException("The portal has not been started.");

        public async Task InitializeAsync()
        {
            Assertions.SetDefaultExpectTimeout(20_000);
            string file = Path.Combine(Path.GetTempPath(), $"paying-{Guid.NewGuid():N}.json");
            await File.WriteAllTextAsync(file, Scenario);
            try
            {
                _portal = await PortalProcess.StartAsync(settings: new Dictionary<string, string>
                {
                    ["Seed:Scenario"] = file,
                    ["Clock:Now"] = JourneyPortal.Morning,
                    ["ReloadStaticAssetsAtRuntime"] = "false",
                });
            }
            finally
            {
                File.Delete(file);
            }
        }

        public async Task DisposeAsync()
        {
            if (_portal is not null)
            {
                await _portal.DisposeAsync();
            }
        }
    }
}
