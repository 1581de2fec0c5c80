using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Data.Seed;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Core.Guard;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Fixtures;

/// <summary>An empty, migrated database of its own on one of the two providers, gone when the test is over.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>Monday 2 November 2026, 08:00 in Lisbon.</summary>
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 2, 8, 0);

    private readonly DatabasePlace _place;
    private readonly ServiceProvider _provider;

    private TestDatabase(DatabasePlace place, Action<IServiceCollection>? more = null)
    {
        _place = place;
        IServiceCollection services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IClock>(Clock)
            .AddPortalDatabase(place.Settings)
            .AddSingleton<MigrateDatabase>()
            .AddSingleton<ImportScenario>()
            .AddSingleton<ExportScenario>()
            .AddSingleton<CheckPortal>();
        more?.Invoke(services);
        _provider = services.BuildServiceProvider();
    }

    /// <summary>Where the file of SQLite lies; null on a server.</summary>
    public string? Folder => _place.Folder;

    public StandingClock Clock { get; } = new() { Now = Now };

    /// <param name="more">What else the test needs beside the database and its clock, such as the verbs of the rooms.</param>
    public static async Task<TestDatabase> OpenAsync(string provider, Action<IServiceCollection>? more = null)
    {
        var database = new TestDatabase(await DatabasePlace.FindAsync(provider), more);
        await database.Get<MigrateDatabase>().RunAsync();
        return database;
    }

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public Task<PortalContext> DbAsync() => Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync();

    /// <summary>Reads and imports a file; the summary, or the refusal as the command prints it.</summary>
    public async Task<string> ImportAsync(string json)
    {
        Outcome<Scenario> read = ReadScenario.Read(json, new ScenarioProblems());
        if (!read.TryGet(out Scenario? scenario, out Refusal? refusal))
        {
            return Words(refusal);
        }

        Outcome<ImportScenario.Summary> outcome = await Get<ImportScenario>().RunAsync(new ImportScenario.Request(scenario));
        return outcome.Match(summary => summary.ToString(), Words);
    }

    public async Task<string> ExportAsync() => ScenarioJson.Write(await Get<ExportScenario>().RunAsync());

    public async Task<IReadOnlyList<string>> CheckAsync() =>
        [.. (await Get<CheckPortal>().RunAsync()).Findings.Select(finding => finding.ToString())];

    public async Task<int> CountAsync<T>()
        where T : class
    {
        await using PortalContext db = await DbAsync();
        return await db.Set<T>().CountAsync();
    }

    /// <summary>What the timetable does within a second on a server; on SQLite every event has its number at once.</summary>
    public Task NumberEventsAsync() => new NumberEvents(Get<IWriteQueue>()).RunAsync();

    /// <summary>Breaks things as no code of the portal would.</summary>
    public async Task SqlAsync(string sql)
    {
        await using PortalContext db = await DbAsync();
        if (db.Database.IsSqlite())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys=OFF");
        }

        await db.Database.ExecuteSqlRawAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _place.DisposeAsync();
    }

    private static string Words(Refusal refusal) => refusal is Refusal.Invalid invalid ? $"{invalid.Field}: {invalid.Problem}" : $"{refusal}";

    /// <summary>SQLite before anything was done to it: not even the file is there.</summary>
    public static TestDatabase OnFile() => new(DatabasePlace.OnFile());
}
