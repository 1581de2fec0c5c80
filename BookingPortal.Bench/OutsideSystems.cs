using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Bench;

/// <summary>The tests' real SMTP server in a process of its own, switched off by ending it.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-mail-").FullName;
    private Process? _process;

    public int Port { get; private set; }

    public static async Task<MailServer> StartAsync()
    {
        var server = new MailServer();
        await server.SwitchAsync("on");
        return server;
    }

    /// <param name="mode">on, off, slow (a second for each mail) or refusing (no such user).</param>
    public async Task SwitchAsync(string mode)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "mode"), mode switch
        {
            "slow" => "slow 1",
            "refusing" => "rcpt 550 5.1.1 user unknown",
            _ => "ok",
        });
        if (mode == "off")
        {
            await EndAsync();
        }
        else if (_process is null)
        {
            await BeginAsync();
        }
    }

    /// <summary>Whom it took a mail for, each time.</summary>
    public IReadOnlyList<string> Receivers() =>
        [.. Directory.GetFiles(_folder, "*.json").SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("to").EnumerateArray().Select(to => to.GetString()!))];

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task BeginAsync()
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { Script(), _folder, $"{Port}", "", "", "none" })
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        var line = await _process.StandardOutput.ReadLineAsync();
        Port = line?.Split(' ') is ["listening", var port]
            ? int.Parse(port, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The mail server did not start (it is Debian's python3-aiosmtpd): {line}");
    }

    private async Task EndAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BookingPortal.sln")))
            {
                return Path.Combine(folder.FullName, "BookingPortal.Tests", "Fixtures", "smtp_server.py");
            }
        }

        throw new InvalidOperationException("The mail server lies with the tests, so this runs in the repository.");
    }
}

/// <summary>An SMS gateway with Twilio's API over real HTTP.</summary>
internal sealed class SmsGateway : IAsyncDisposable
{
    public const string Account = "AC00000000000000000000000000000001";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _sent = new();

    private SmsGateway(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>on, off (503), slow (a second for each) or refusing (the number is unsubscribed).</summary>
    public string Mode { get; set; } = "on";

    public static async Task<SmsGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var gateway = new SmsGateway(builder.Build());
        gateway._app.Run(gateway.ServeAsync);
        await gateway._app.StartAsync();
        return gateway;
    }

    public IReadOnlyList<string> Receivers() => [.. _sent];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        var mode = Mode;
        if (http.Request.Method == "GET")
        {
            var to = http.Request.Query["To"].ToString();
            await AnswerAsync(http, 200, new { messages = _sent.Where(each => each == to).Select(each => new { sid = "SM", to = each, body = "", date_created = DateTimeOffset.MinValue.ToString("r", CultureInfo.InvariantCulture) }) });
            return;
        }

        if (mode is "off" or "refusing")
        {
            await AnswerAsync(http, mode == "off" ? 503 : 400, new { code = mode == "off" ? 20503 : 21610, message = "Attempt to send to unsubscribed recipient" });
            return;
        }

        await Task.Delay(mode == "slow" ? 1000 : 0);
        var number = (await http.Request.ReadFormAsync())["To"].ToString();
        _sent.Enqueue(number);
        await AnswerAsync(http, 201, new { sid = $"SM{_sent.Count:D32}", to = number, status = "queued" });
    }

    private static Task AnswerAsync(HttpContext http, int status, object body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body);
    }
}
