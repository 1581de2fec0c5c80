using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BookingPortal.Core.Integrations.Sms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>Twilio's Messages resource as its documentation describes it, over real HTTP, with the ways it refuses and the ways a line breaks.</summary>
internal sealed class SmsStandIn : IAsyncDisposable
{
    public const string Sid = "AC00000000000000000000000000000001";
    public const string Token = "never-printed";

    private readonly WebApplication _app;
    private int _last;

    private SmsStandIn(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First() + "/");

    public ConcurrentQueue<JsonObject> Sent { get; } = new();

    /// <summary>What it does with the next messages: ok, off (503), slow, lost (takes it and breaks the line), or an error as "status/code".</summary>
    public string Mode { get; set; } = "ok";

    public static async Task<SmsStandIn> OpenAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var standIn = new SmsStandIn(app);
        app.Run(standIn.ServeAsync);
        await app.StartAsync();
        return standIn;
    }

    public TwilioSmsSender Sender(string? countryCode = "+351", TimeSpan? limit = null) =>
        new(new SmsSettings(Sid, Token, "+15005550006", Address) { CountryCode = countryCode, TimeLimit = limit ?? TimeSpan.FromSeconds(15) });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        string expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Sid}:{Token}"));
        if (http.Request.Headers.Authorization != expected || http.Request.Path != $"/2010-04-01/Accounts/{Sid}/Messages.json")
        {
            await AnswerAsync(http, 401, new JsonObject { ["code"] = 20003, ["message"] = "Authenticate", ["status"] = 401 });
            return;
        }

        if (http.Request.Method == "GET")
        {
            string to = http.Request.Query["To"].ToString();
            var found = new JsonArray([.. Sent.Where(each => each["to"]!.GetValue<string>() == to).Select(each => each.DeepClone())]);
            await AnswerAsync(http, 200, new JsonObject { ["messages"] = found });
            return;
        }

        switch (Mode)
        {
            case "ok":
                await AnswerAsync(http, 201, await TakeAsync(http));
                break;
            case "lost":
                await TakeAsync(http);
                http.Abort();
                break;
            case "slow":
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            case "off":
                await AnswerAsync(http, 503, []);
                break;
            default:
                int[] error = [.. Mode.Split('/').Select(int.Parse)];
                await AnswerAsync(http, error[0], new JsonObject { ["code"] = error[1], ["message"] = "as the gateway says", ["status"] = error[0] });
                break;
        }
    }

    private async Task<JsonObject> TakeAsync(HttpContext http)
    {
        IFormCollection form = await http.Request.ReadFormAsync();
        Assert.Equal(["Body", "From", "To"], form.Keys.Order(StringComparer.Ordinal));
        var message = new JsonObject
        {
            ["sid"] = $"SM{Interlocked.Increment(ref _last):D32}",
            ["to"] = form["To"].ToString(),
            ["body"] = form["Body"].ToString(),
            ["status"] = "queued",
            ["date_created"] = SystemClock.Instance.GetCurrentInstant().ToDateTimeUtc().ToString("r", CultureInfo.InvariantCulture),
        };
        Sent.Enqueue(message);
        return message;
    }

    private static async Task AnswerAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body.ToJsonString());
    }
}
