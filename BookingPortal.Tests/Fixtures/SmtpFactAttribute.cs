using System.Diagnostics;

namespace BookingPortal.Tests.Fixtures;

/// <summary>A test that needs a real mail server; skipped by name, and counted as skipped, where there is none.</summary>
public sealed class SmtpFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsInstalled = new(Look);

    public SmtpFactAttribute() => Skip = Missing;

    /// <summary>What to do where there is none; null where there is one.</summary>
    public static string? Missing => IsInstalled.Value ? null : "No mail server; install Debian's package python3-aiosmtpd.";

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

/// <summary>As <see cref="SmtpFactAttribute"/>, for a test on each database.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmtpTheoryAttribute : TheoryAttribute
{
    public SmtpTheoryAttribute() => Skip = SmtpFactAttribute.Missing;
}
