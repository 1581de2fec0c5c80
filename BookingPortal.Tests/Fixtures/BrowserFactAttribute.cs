namespace BookingPortal.Tests.Fixtures;

/// <summary>A test that needs a real browser; skipped by name, and counted as skipped, where there is none.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!Chromium.IsInstalled)
        {
            Skip = $"No Chromium at {Chromium.Executable}; install Debian's package chromium.";
        }
    }
}
