using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Fixtures;

/// <summary>
/// The whole portal behind a real Kestrel on a free port, on a real SQLite file, with a small business in it and a clock
/// that stands until a test moves it. Tests share it, so each takes times of its own.
/// </summary>
public class ApiPortal : PortalFactory, IAsyncLifetime
{
    /// <summary>Monday 7 September 2026, 08:00 in Lisbon.</summary>
    public static readonly Instant Opening = Instant.FromUtc(2026, 9, 7, 7, 0);

    public const string Reader = "reader-key-0123456789abcdef0123456789abcdef";
    public const string Writer = "writer-key-0123456789abcdef0123456789abcdef";
    public const string Admin = "admin-key-00123456789abcdef0123456789abcdef";

    private int _starts;

    public ApiPortal()
    {
        Settings["Api:RateLimit:PerMinute"] = "0";
        Settings["Holds:PerVisitor"] = "0";
        UseKestrel(0);
    }

    public MovableClock Clock { get; } = new() { Now = Opening };

    public HttpClient Client { get; private set; } = null!;

    /// <summary>What else stands in for something outside; to be given before the first request.</summary>
    public Action<IServiceCollection>? More { get; set; }

    /// <summary>A time of "cut" with Ana that no other test has: half hours from tomorrow on.</summary>
    public Instant FreshStart() => Opening + Duration.FromDays(1) + Duration.FromMinutes(30 * Interlocked.Increment(ref _starts));

    public static string Text(Instant start) => NodaTime.Text.InstantPattern.General.Format(start);

    public async Task InitializeAsync()
    {
        StartServer();
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 64 })
        {
            BaseAddress = ClientOptions.BaseAddress,
            Timeout = TimeSpan.FromMinutes(2),
        };
        await AddBusinessAsync();
    }

    Task IAsyncLifetime.DisposeAsync()
    {
        Client.Dispose();
        return DisposeAsync().AsTask();
    }

    public Task<ApiResponse> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<ApiResponse> PostAsync(string path, object? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    /// <param name="body">Text goes as it is, bytes too; anything else as JSON.</param>
    public async Task<ApiResponse> SendAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            byte[] bytes = body as byte[] ?? Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web));
            request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        foreach ((string name, string value) in headers)
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using HttpResponseMessage response = await Client.SendAsync(request);
        return await ApiResponse.ReadAsync(response);
    }

    public static (string Name, string Value) Key(string key) => ("Authorization", $"Bearer {key}");

    public static object Eva { get; } = new { name = "Eva", email = "eva@example.com" };

    /// <summary>A booking in one call, for tests of what comes afterwards.</summary>
    public Task<ApiResponse> BookAsync(string service = "cut", Instant? start = null, params (string Name, string Value)[] headers) =>
        BookAsync(service, start, "porto", headers);

    public async Task<ApiResponse> BookAsync(string service, Instant? start, string site, params (string Name, string Value)[] headers)
    {
        ApiResponse made = await PostAsync("/api/v1/bookings", new { site, service, start = Text(start ?? FreshStart()), customer = Eva }, headers);
        Assert.True(made.Status == 201, made.ToString());
        return made;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<IClock>(Clock);
            More?.Invoke(services);
        });
    }

    private Task<bool> AddBusinessAsync()
    {
        var porto = new Site { Slug = "porto", Name = "Porto", TimeZone = "Europe/Lisbon" };
        var gaia = new Site { Slug = "gaia", Name = "Gaia", TimeZone = "Europe/Lisbon", Position = 1 };
        var utah = new Site { Slug = "utah", Name = "Utah", TimeZone = "America/Denver", Position = 2 };
        List<Resource> resources = [];
        Resource Person(string slug, params Site[] sites)
        {
            var person = new Resource
            {
                Slug = slug, Name = slug, Kind = "staff", TimeZone = sites[0].TimeZone, Sites = [.. sites.Select(site => site.Id)], Position = resources.Count,
            };
            resources.Add(person);
            return person;
        }

        Resource ana = Person("ana", porto);
        Resource[] team = [.. Enumerable.Range(1, 10).Select(i => Person($"team-{i}", porto))];
        Resource guide = Person("guide", porto, gaia);
        Resource hall = Person("hall", porto);
        Resource ranger = Person("ranger", utah);
        Resource careful = Person("careful", porto);

        Service Make(string slug, Site[] sites, Resource[] people, Action<Service>? change = null)
        {
            var made = new Service
            {
                Slug = slug, Name = slug, DurationMinutes = 30, PriceAmount = 1500, WindowDays = 365,
                Sites = [.. sites.Select(site => site.Id)], Requires = [new RequiredGroup([.. people.Select(person => person.Id)])],
            };
            change?.Invoke(made);
            return made;
        }

        object[] services =
        [
            Make("cut", [porto], [ana]),
            Make("wash", [porto], team),
            Make("tour", [porto, gaia], [guide]),
            Make("yoga", [porto], [hall], service => { service.Kind = ServiceKind.Class; service.Seats = 12; }),
            Make("hike", [utah], [ranger]),
            Make("asked", [porto], [careful], service => service.NeedsApproval = true),
            Make("paid", [porto], [ana], service => service.Deposit = new DepositRule(DepositKind.Full)),
            Make("dear", [porto], [ana], service => service.Cancellation = new CancellationPolicy(24, 50)),
        ];
        object[] keys =
        [
            KeyRow("reader", Reader, ApiScopes.ReadBookings), KeyRow("writer", Writer, ApiScopes.WriteBookings), KeyRow("chief", Admin, ApiScopes.Admin),
        ];
        return Services.GetRequiredService<IWriteQueue>().RunAsync(async scope =>
        {
            scope.Db.AddRange([porto, gaia, utah, .. resources, .. services, .. keys]);
            await scope.Db.SaveChangesAsync();
            await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
            return true;
        });
    }

    private ApiKey KeyRow(string name, string key, params string[] scopes) => new()
    {
        Name = name, Prefix = key[..8], Hash = SHA256.HashData(Encoding.UTF8.GetBytes(key)), Scopes = scopes, CreatedAt = Opening,
    };
}

/// <summary>Stands until it is told otherwise.</summary>
public sealed class MovableClock : IClock
{
    public required Instant Now { get; set; }

    public Instant GetCurrentInstant() => Now;
}

/// <summary>An answer, read to its end.</summary>
/// <param name="Json">The body; an undefined element where there is none.</param>
public sealed record ApiResponse(int Status, string Body, JsonElement Json, IReadOnlyDictionary<string, string> Headers)
{
    public string? Type => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("type", out JsonElement type) ? type.GetString() : null;

    public JsonElement this[string name] => Json.GetProperty(name);

    public static async Task<ApiResponse> ReadAsync(HttpResponseMessage response)
    {
        string body = await response.Content.ReadAsStringAsync();
        bool isJson = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json" && body.Length > 0;
        return new ApiResponse(
            (int)response.StatusCode,
            body,
            isJson ? JsonDocument.Parse(body).RootElement : default,
            response.Headers.Concat(response.Content.Headers).ToDictionary(pair => pair.Key, pair => string.Join(',', pair.Value), StringComparer.OrdinalIgnoreCase));
    }

    public string Text(string name) => Json.GetProperty(name).GetString()!;

    /// <summary>It is refused with this problem, written as RFC 9457 asks.</summary>
    public ApiResponse MustBe(int status, string problem)
    {
        Assert.True(Status == status && Type?.EndsWith("/" + problem, StringComparison.Ordinal) == true, $"Expected {status} {problem}, got {this}");
        Assert.StartsWith("application/problem+json", Headers["Content-Type"]);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        return this;
    }

    public ApiResponse MustName(string field)
    {
        Assert.True(Json.TryGetProperty("errors", out JsonElement errors) && errors.TryGetProperty(field, out _), $"Expected an error of {field}, got {this}");
        return this;
    }

    public override string ToString() => $"{Status} {Body}";
}
