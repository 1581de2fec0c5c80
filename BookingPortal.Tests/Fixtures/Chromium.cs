using Microsoft.Playwright;

namespace BookingPortal.Tests.Fixtures;

/// <summary>One real Chromium for the tests of a class; each page is a visitor of its own, with cookies of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Where Debian puts it; BOOKINGPORTAL_TEST_CHROMIUM names another one.</summary>
    public static string Executable { get; } = Environment.GetEnvironmentVariable("BOOKINGPORTAL_TEST_CHROMIUM") ?? "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;

    /// <summary>Null where Chromium is absent; tests marked <see cref="BrowserFactAttribute"/> are skipped then.</summary>
    public IBrowser? Browser { get; private set; }

    public static bool IsInstalled => File.Exists(Executable);

    public async Task InitializeAsync()
    {
        if (IsInstalled)
        {
            _playwright = await Playwright.CreateAsync();
            Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments, Headless = true });
        }
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens a window of a new visitor. Relative addresses are those of the portal.</summary>
    public async Task<IPage> OpenAsync(PortalProcess portal, Visitor? visitor = null)
    {
        visitor ??= new Visitor();
        IBrowserContext context = await Browser!.NewContextAsync(new()
        {
            BaseURL = portal.Address.AbsoluteUri,
            ViewportSize = new() { Width = visitor.Width, Height = visitor.Height },
            ColorScheme = visitor.Dark ? ColorScheme.Dark : ColorScheme.Light,
            TimezoneId = visitor.TimeZone,
            JavaScriptEnabled = visitor.JavaScript,
            Locale = "en-GB",
        });
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        return page;
    }
}

/// <summary>Who opens a window, and with what.</summary>
/// <param name="TimeZone">IANA id; null is the machine's own.</param>
public sealed record Visitor(int Width = 1440, int Height = 900, bool Dark = false, string? TimeZone = null, bool JavaScript = true)
{
    public static Visitor OnPhone => new(390, 844);
}
