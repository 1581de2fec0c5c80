using System.Diagnostics;

namespace BookingPortal.Tests.Fixtures;

/// <summary>A test that needs a real mail server; skipped by name, and counted as skipped, where there is none.</summary>
public sealed class SmtpFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsInstalled = new(Look);

    public SmtpFactAttribute()
    {
        if (!IsInstalled.Value)
        {
            Skip = "No mail server; install Debian's package python3-aiosmtpd.";
        }
    }

    private static bool Look()
    {
        if (!File.Exists(SmtpServer.Python))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(SmtpServer.Python, ["-c", "import aiosmtpd"]) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
