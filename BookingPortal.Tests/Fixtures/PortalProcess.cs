using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BookingPortal.Tests.Fixtures;

/// <summary>
/// The built portal as people run it: a process of its own on a free port, with an empty data folder that is gone afterwards.
/// It is started, waited for until it listens, and ended by its id.
/// </summary>
public sealed partial class PortalProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _dataFolder;
    private readonly bool _ownsDataFolder;

    private PortalProcess(Process process, string dataFolder, bool ownsDataFolder)
    {
        _process = process;
        _dataFolder = dataFolder;
        _ownsDataFolder = ownsDataFolder;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>Where it answers, such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    public string DataFolder => _dataFolder;

    /// <summary>Everything it printed so far.</summary>
    public string Output => string.Join(Environment.NewLine, _output);

    /// <param name="environment">Development seeds the demo scenario and the demo accounts; Production does neither.</param>
    /// <param name="settings">Configuration by key, such as <c>Holds:Minutes</c>.</param>
    /// <param name="dataFolder">An existing folder to go on with; it is left in place. Null: an empty one that is deleted at the end.</param>
    public static async Task<PortalProcess> StartAsync(
        string environment = "Development", IReadOnlyDictionary<string, string>? settings = null, string? dataFolder = null)
    {
        string folder = dataFolder ?? Directory.CreateTempSubdirectory("bookingportal-").FullName;
        var portal = new PortalProcess(new Process { StartInfo = HowToStart(environment, settings, folder) }, folder, dataFolder is null);
        portal._process.Start();
        portal._process.BeginOutputReadLine();
        portal._process.BeginErrorReadLine();
        Task ended = portal._process.WaitForExitAsync();
        Task first = await Task.WhenAny(portal._listening.Task, ended, Task.Delay(StartLimit));
        if (first != portal._listening.Task)
        {
            string output = portal.Output;
            await portal.DisposeAsync();
            throw new InvalidOperationException($"The portal did not start within {StartLimit.TotalSeconds} s. It printed:{Environment.NewLine}{output}");
        }

        portal.Address = await portal._listening.Task;
        return portal;
    }

    public HttpClient CreateClient(bool followRedirects = true, bool keepCookies = true) =>
        new(new HttpClientHandler { AllowAutoRedirect = followRedirects, UseCookies = keepCookies }) { BaseAddress = Address };

    /// <summary>Waits for a line that matches and returns its first group, or the whole match where it has none.</summary>
    public async Task<string> PrintedAsync(string pattern)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(10))
        {
            Match match = Regex.Match(Output, pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(1));
            if (match.Success)
            {
                return match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The portal never printed /{pattern}/. It printed:{Environment.NewLine}{Output}");
    }

    /// <summary>Ends it as a power cut would: nothing is tidied up.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        if (_ownsDataFolder)
        {
            Directory.Delete(_dataFolder, recursive: true);
        }
    }

    internal static ProcessStartInfo HowToStart(string environment, IReadOnlyDictionary<string, string>? settings, string dataFolder)
    {
        string folder = Path.Combine(SourceTree.Root, "BookingPortal");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(folder, "bin", SourceTree.BuildConfiguration, "net10.0", "BookingPortal.dll"));
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;

        // Port 0 lets the system choose a free one; the line that names it is how the tests know that it listens.
        start.Environment["Urls"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        start.Environment["Data__Path"] = dataFolder;
        foreach ((string key, string value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();
}
