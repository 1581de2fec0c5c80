using System.Diagnostics;

namespace BookingPortal.Tests.Fixtures;

/// <summary>The built portal run to its end: what a person at the terminal gets to see.</summary>
public sealed record PortalRun(int ExitCode, string[] Output, string[] Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public static async Task<PortalRun> ToTheEndAsync(string dataFolder, IReadOnlyDictionary<string, string>? settings = null, params string[] arguments)
    {
        ProcessStartInfo start = PortalProcess.HowToStart("Production", settings, dataFolder);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException ranOut)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The portal was still running after {Limit.TotalSeconds} s: {await output}", ranOut);
        }

        return new PortalRun(process.ExitCode, Lines(await output), Lines(await errors));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
