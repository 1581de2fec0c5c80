using System.Net.Http.Json;
using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BookingPortal.Tests.Browser;

/// <summary>A portal that sends its mail to a real mail server, which refuses what it is told to refuse, and a browser to look at the Operations pages.</summary>
public sealed class OperationsPortal : IAsyncLifetime
{
    private const string Scenario = """
        {
          "sites": [ { "slug": "porto", "name": "Porto", "timeZone": "Europe/Lisbon" } ],
          "resources": [ { "slug": "ana", "name": "Ana Sousa", "kind": "staff", "sites": ["porto"], "capacity": 20 } ],
          "services": [ { "slug": "cut", "name": "Haircut", "kind": "appointment", "sites": ["porto"], "durationMinutes": 30, "requires": [ { "anyOf": ["ana"] } ] } ]
        }
        """;

    private readonly Chromium _chromium = new();
    private SmtpServer? _mail;
    private string _folder = "";

    internal PortalProcess Portal { get; private set; } = null!;

    internal SmtpServer Mail => _mail!;

    public async Task InitializeAsync()
    {
        await _chromium.InitializeAsync();
        if (new MailInBrowserFactAttribute().Skip is not null)
        {
            return;
        }

        // A loaded machine may take its time; what is asked for must still come.
        SetDefaultExpectTimeout(20_000);
        _mail = await SmtpServer.StartAsync();
        _folder = Directory.CreateTempSubdirectory("operations-scenario-").FullName;
        string file = Path.Combine(_folder, "scenario.json");
        await File.WriteAllTextAsync(file, Scenario);
        Portal = await PortalProcess.StartAsync(settings: new Dictionary<string, string>
        {
            ["Seed:Scenario"] = file,
            ["Clock:Now"] = "2026-11-24T08:30:00Z",
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = $"{_mail.Port}",
            ["Smtp:Security"] = "none",
            ["Smtp:From"] = "porto@example.com",
        });
    }

    public async Task DisposeAsync()
    {
        if (Portal is not null)
        {
            await Portal.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }

        if (_mail is not null)
        {
            await _mail.DisposeAsync();
        }

        await _chromium.DisposeAsync();
    }

    /// <summary>A customer books, and writes this address.</summary>
    public async Task BookAsync(string name, string email, string start)
    {
        using HttpClient client = Portal.CreateClient();
        HttpResponseMessage booked = await client.PostAsJsonAsync(
            "/api/v1/bookings", new { site = "porto", service = "cut", start, customer = new { name, email } });
        Assert.True(booked.IsSuccessStatusCode, await booked.Content.ReadAsStringAsync());
    }

    /// <summary>A window in which somebody has signed in and sees this page.</summary>
    public async Task<IPage> SignedInAsync(string who, string address)
    {
        IPage page = await _chromium.OpenAsync(Portal);
        await page.GotoAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}");
        await page.FillAsync("[name='Form.Email']", $"{who}@demo.example");
        await page.FillAsync("[name='Form.Password']", CalendarPortal.Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        return page;
    }

    /// <summary>Waits until this page answers to the keyboard: what is drawn before that forgets what is written into it.</summary>
    public static async Task LiveAsync(IPage page, string address)
    {
        await page.WaitForURLAsync(url => url.Contains(address, StringComparison.Ordinal));
        try
        {
            await page.WaitForSelectorAsync(".ops[data-live] input[name=address]", new() { Timeout = 60_000 });
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{page.Url} shows no live form, but this:{Environment.NewLine}{await page.Locator("main").InnerHTMLAsync()}", late);
        }
    }
}

/// <summary>A test that needs a real browser and a real mail server; skipped by name, and counted as skipped, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MailInBrowserFactAttribute : FactAttribute
{
    public MailInBrowserFactAttribute() => Skip = new BrowserFactAttribute().Skip ?? new SmtpFactAttribute().Skip;
}
