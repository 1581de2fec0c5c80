using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BookingPortal.Tests.Browser;

/// <summary>A portal with a small business on it, at half past eight on Tuesday 24 November 2026 in Porto, and a browser to look at it.</summary>
public sealed class CalendarPortal : IAsyncLifetime
{
    public const string Password = "demo-portal-2026";

    private const string Scenario = """
        {
          "sites": [
            { "slug": "porto", "name": "Porto", "timeZone": "Europe/Lisbon", "hours": [ { "days": ["mon","tue","wed","thu","fri"], "from": "09:00", "to": "18:00" } ] },
            { "slug": "night", "name": "Night desk", "timeZone": "America/New_York" }
          ],
          "resources": [
            { "slug": "ana", "name": "Ana Sousa", "kind": "staff", "sites": ["porto"] },
            { "slug": "rui", "name": "Rui Costa", "kind": "staff", "sites": ["porto"] },
            { "slug": "kim", "name": "Kim Park", "kind": "staff", "sites": ["night"] }
          ],
          "services": [
            { "slug": "cut", "name": "Haircut", "kind": "appointment", "sites": ["porto"], "durationMinutes": 30, "requires": [ { "anyOf": ["ana", "rui"] } ] },
            { "slug": "watch", "name": "Night watch", "kind": "appointment", "sites": ["night"], "durationMinutes": 30, "requires": [ { "anyOf": ["kim"] } ] }
          ],
          "bookings": [
            { "service": "cut", "site": "porto", "start": "2026-11-24T10:30", "resources": ["ana"], "customer": { "name": "Eva Brandt", "email": "eva@example.com" } },
            { "service": "cut", "site": "porto", "start": "2026-11-24T14:00", "resources": ["rui"], "customer": { "name": "Tim Olsen", "email": "tim@example.com" } },
            { "service": "cut", "site": "porto", "start": "2026-11-25T09:00", "resources": ["ana"], "customer": { "name": "Vera Lopes", "email": "vera@example.com" } },
            { "service": "cut", "site": "porto", "start": "2026-12-01T10:00", "resources": ["ana"], "status": "Cancelled", "customer": { "name": "Otto Off", "email": "otto@example.com" } },
            { "service": "watch", "site": "night", "start": "2026-11-01T01:30:00-04:00", "customer": { "name": "Owl One", "email": "one@example.com" } },
            { "service": "watch", "site": "night", "start": "2026-11-01T01:30:00-05:00", "customer": { "name": "Owl Two", "email": "two@example.com" } }
          ]
        }
        """;

    private readonly Chromium _chromium = new();
    private string _folder = "";

    public PortalProcess Portal { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _chromium.InitializeAsync();
        if (!Chromium.IsInstalled)
        {
            return;
        }

        // A loaded machine may take its time; what is asked for must still come.
        SetDefaultExpectTimeout(20_000);
        _folder = Directory.CreateTempSubdirectory("calendar-scenario-").FullName;
        string file = Path.Combine(_folder, "scenario.json");
        await File.WriteAllTextAsync(file, Scenario);
        Portal = await PortalProcess.StartAsync(settings: new Dictionary<string, string>
        {
            ["Seed:Scenario"] = file,
            ["Clock:Now"] = "2026-11-24T08:30:00Z",
        });
    }

    public async Task DisposeAsync()
    {
        if (Portal is not null)
        {
            await Portal.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }

        await _chromium.DisposeAsync();
    }

    /// <summary>A window of somebody who has not signed in.</summary>
    public Task<IPage> OpenAsync(Visitor? visitor = null) => _chromium.OpenAsync(Portal, visitor);

    /// <summary>A window in which somebody has signed in and sees this page.</summary>
    public async Task<IPage> SignedInAsync(string who, string address, Visitor? visitor = null)
    {
        IPage page = await _chromium.OpenAsync(Portal, visitor);
        await page.GotoAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}");
        await page.FillAsync("[name='Form.Email']", $"{who}@demo.example");
        await page.FillAsync("[name='Form.Password']", Password);
        await page.ClickAsync("button[type=submit]");
        if (address.StartsWith("/calendar", StringComparison.Ordinal))
        {
            await DrawnAsync(page);
        }

        return page;
    }

    public static Task DrawnAsync(IPage page) => page.WaitForSelectorAsync(".cal-host:not(.waiting) .fc");
}
