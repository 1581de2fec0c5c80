using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BookingPortal.Bench;

/// <summary>
/// The portal that a benchmark talks to: the one whose address was given, or one of its own, started from the same build on a
/// free port with an empty database that is filled with the benchmark's scenario and deleted afterwards.
/// </summary>
internal sealed class PortalUnderTest : IAsyncDisposable
{
    /// <summary>Importing five years of history takes a while.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(20);

    private readonly Process? _process;
    private readonly string? _folder;

    private PortalUnderTest(Uri address, Process? process, string? folder)
    {
        Address = address;
        _process = process;
        _folder = folder;
    }

    public Uri Address { get; }

    /// <summary>The database of an own portal.</summary>
    public string DatabaseFile => Path.Combine(_folder ?? throw new InvalidOperationException("This portal is somebody else's."), "portal.db");

    /// <param name="scenario">What an own portal is filled with; unused where an address is given.</param>
    /// <param name="settings">What it is told besides, as environment variables.</param>
    public static async Task<PortalUnderTest> OpenAsync(BenchArguments arguments, Func<string> scenario, IReadOnlyDictionary<string, string>? settings = null)
    {
        if (arguments.Text("url") is { } url)
        {
            return new PortalUnderTest(new Uri(url), null, null);
        }

        var folder = Directory.CreateTempSubdirectory("bookingportal-bench-").FullName;
        var scenarioPath = Path.Combine(folder, "scenario.json");
        await File.WriteAllTextAsync(scenarioPath, scenario());
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var process = Start(folder, settings, "--urls", address.ToString(), "--Seed:Scenario", scenarioPath);
        var portal = new PortalUnderTest(address, process, folder);
        var waited = Stopwatch.StartNew();
        await portal.WaitUntilItAnswersAsync();
        Console.WriteLine($"Started a portal of its own at {address} in {waited.Elapsed.TotalSeconds:0.0} s, its scenario imported.");
        return portal;
    }

    /// <summary>Processor time the portal itself has used, which says more than the clock where other work shares the machine; null for another's portal.</summary>
    public TimeSpan? ProcessorTime()
    {
        _process?.Refresh();
        return _process?.TotalProcessorTime;
    }

    /// <summary>What the portal spent on each of so many calls since then, for the table.</summary>
    public Dictionary<string, object> SpentSince(TimeSpan? then, int calls) =>
        ProcessorTime() - then is { } spent && calls > 0 ? new() { ["portalCpuMsPerCall"] = Math.Round(spent.TotalMilliseconds / calls, 3) } : [];

    public HttpClient CreateClient(int connections) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(60),
        };

    /// <summary>Prints what background work has still to do; of another's portal that is not known here.</summary>
    public async Task TellBacklogAsync()
    {
        if (_folder is not null)
        {
            Console.WriteLine(await Backlog.DescribeAsync(Path.Combine(_folder, "portal.db")));
        }

        using var client = CreateClient(1);
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Console.WriteLine($"writes since the start: {Counted(metrics, "writes"):0} in {Counted(metrics, "commits"):0} commits");
    }

    private static double Counted(string metrics, string what) => metrics
        .Split('\n')
        .Where(line => line.StartsWith($"bookingportal_{what}", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    /// <summary>Runs the portal's own verification on its database and prints what it says; another portal's must be run by hand.</summary>
    public async Task<int> CheckAsync()
    {
        if (_folder is null)
        {
            Console.WriteLine("check: not run, because the portal is not this benchmark's own; run its 'check' beside it.");
            return 0;
        }

        using var check = Start(_folder, null, "check");
        await check.WaitForExitAsync();
        Console.WriteLine($"check: {(check.ExitCode == 0 ? "clean" : $"FAILED with {check.ExitCode}")}");
        return check.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            Directory.Delete(_folder!, recursive: true);
        }
    }

    /// <summary>Somebody who may press the buttons of the Operations pages.</summary>
    public async Task<string> CreateManagerAsync()
    {
        const string Email = "manager@bench.example";
        using var create = Start(_folder!, null, "create-user", "--email", Email, "--role", "manager");
        await create.WaitForExitAsync();
        return create.ExitCode == 0 ? Email : throw new InvalidOperationException("The manager could not be made.");
    }

    private static Process Start(string folder, IReadOnlyDictionary<string, string>? settings, params string[] arguments)
    {
        // The portal is referenced, so its build lies beside this one's.
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = AppContext.BaseDirectory, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "BookingPortal.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Data__Path"] = folder;
        start.Environment["Api__RateLimit__PerMinute"] = "0";
        start.Environment["Holds__PerVisitor"] = "0";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    private async Task WaitUntilItAnswersAsync()
    {
        using var client = CreateClient(1);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"The portal ended with {_process.ExitCode} before it answered.");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri("/api/v1/sites", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                throw new InvalidOperationException($"The portal answers {(int)answer.StatusCode} to /api/v1/sites.");
            }
            catch (HttpRequestException) when (waited.Elapsed < StartLimit)
            {
                // It does not listen yet.
                await Task.Delay(200);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
