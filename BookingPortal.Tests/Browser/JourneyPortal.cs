using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;

namespace BookingPortal.Tests.Browser;

/// <summary>A barber with two chairs and a gym with a class, on a Monday morning in March; the clock runs on from there.</summary>
public sealed class JourneyPortal : IAsyncLifetime
{
    /// <summary>Monday 2 March 2026, 08:00 in Lisbon.</summary>
    public const string Morning = "2026-03-02T08:00:00Z";

    private const string Scenario = """
        {
          "sites": [
            { "slug": "porto", "name": "Ribeira Barbers", "timeZone": "Europe/Lisbon" },
            { "slug": "gym", "name": "Hudson Hall", "timeZone": "America/New_York" } ],
          "resources": [
            { "slug": "ana", "name": "Ana", "kind": "staff", "sites": ["porto"], "hours": [ { "days": ["mon","tue","wed","thu","fri"], "from": "09:00", "to": "17:00" } ] },
            { "slug": "rui", "name": "Rui", "kind": "staff", "sites": ["porto"], "hours": [ { "days": ["wed","thu","fri"], "from": "10:00", "to": "18:00" } ] },
            { "slug": "hall", "name": "Hall", "kind": "room", "sites": ["gym"], "hours": [ { "days": ["mon","tue","wed","thu","fri","sat","sun"], "from": "08:00", "to": "20:00" } ] } ],
          "services": [
            { "slug": "cut", "name": "Haircut", "kind": "appointment", "sites": ["porto"], "durationMinutes": 30, "requires": [ { "anyOf": ["ana", "rui"] } ],
              "price": { "amount": 1500, "currency": "EUR" }, "cancellation": { "freeUntilHours": 24, "feePercent": 50 } },
            { "slug": "shave", "name": "Shave", "kind": "appointment", "sites": ["porto"], "durationMinutes": 60, "requires": [ { "anyOf": ["ana"] } ] },
            { "slug": "portrait", "name": "Portrait", "kind": "appointment", "sites": ["porto"], "durationMinutes": 60, "approval": true, "requires": [ { "anyOf": ["rui"] } ] },
            { "slug": "later", "name": "Summer course", "kind": "appointment", "sites": ["porto"], "durationMinutes": 60, "minNoticeMinutes": 57600, "windowDays": 90, "requires": [ { "anyOf": ["ana"] } ] },
            { "slug": "yoga", "name": "Yoga", "kind": "class", "sites": ["gym"], "durationMinutes": 60, "stepMinutes": 120, "seats": 5, "requires": [ { "anyOf": ["hall"] } ] } ]
        }
        """;

    private PortalProcess? _portal;

    /// <summary>One portal for all tests of the collection; each test has dates of its own.</summary>
    public PortalProcess Portal => _portal ?? throw new InvalidOperationException("The portal has not been started.");

    public async Task InitializeAsync()
    {
        // A loaded machine may take its time; what is asked for must still come.
        Assertions.SetDefaultExpectTimeout(20_000);
        _portal = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_portal is not null)
        {
            await _portal.DisposeAsync();
        }
    }

    /// <param name="now">What the clock starts at.</param>
    /// <param name="dataFolder">A folder to go on with; null for a new portal.</param>
    public static async Task<PortalProcess> StartAsync(string now = Morning, string? dataFolder = null)
    {
        string file = Path.Combine(Path.GetTempPath(), $"journey-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, Scenario);
        try
        {
            return await PortalProcess.StartAsync(
                settings: new Dictionary<string, string>
                {
                    ["Seed:Scenario"] = file,
                    ["Clock:Now"] = now,
                    ["ReloadStaticAssetsAtRuntime"] = "false",
                },
                dataFolder: dataFolder);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The steps that every visitor takes, up to the page that asks for their details.</summary>
    public static async Task HoldAsync(IPage page, string date, string time = "09:00")
    {
        await page.GotoAsync($"/book/porto/shave/time?date={date}");
        await Slot(page, time).ClickAsync();
        await page.WaitForURLAsync("**/book/hold/**");
    }

    public static ILocator Slot(IPage page, string time) => page.Locator("#times .slot", new() { HasText = time });

    public static async Task WriteDetailsAsync(IPage page, string name = "Eva Lindqvist")
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Email").FillAsync("eva@example.com");
    }

    public static ILocator Book(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Book", Exact = true });
}

/// <summary>The journey's tests take turns in one portal and one browser.</summary>
[CollectionDefinition(Name)]
public sealed class JourneyCollection : ICollectionFixture<JourneyPortal>, ICollectionFixture<Chromium>
{
    public const string Name = "journey";
}
