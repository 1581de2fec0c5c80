using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Data.Seed;
using BookingPortal.Core.Data.Seed.Demo;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Tests.Providers;

/// <summary>A database comes to its present form, whatever an earlier start left behind.</summary>
public sealed class ScenarioDatabaseTests
{
    [Fact]
    public async Task The_lock_of_a_migration_that_was_killed_does_not_hold_up_the_next_start()
    {
        await using TestDatabase database = TestDatabase.OnFile();
        await database.SqlAsync("""
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-02 08:00:00');
            """);

        Task<IReadOnlyList<string>> migrating = database.Get<MigrateDatabase>().RunAsync();

        Assert.Same(migrating, await Task.WhenAny(migrating, Task.Delay(TimeSpan.FromSeconds(60))));
        Assert.NotEmpty(await migrating);
        Assert.Equal(0, await database.CountAsync<Site>());
    }

    [Fact]
    public async Task Two_starts_at_once_migrate_once()
    {
        await using TestDatabase database = TestDatabase.OnFile();

        IReadOnlyList<string>[] applied = await Task.WhenAll(database.Get<MigrateDatabase>().RunAsync(), database.Get<MigrateDatabase>().RunAsync());

        Assert.Single(applied, migrations => migrations.Count > 0);
        Assert.Equal(DatabaseForm.Present, await database.Get<MigrateDatabase>().LookAsync());
    }

    /// <summary>A property of SQLite's file.</summary>
    [Theory, OnSqlite]
    public async Task A_file_is_read_while_it_is_written(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await using PortalContext db = await database.DbAsync();

        Assert.Equal("wal", (await db.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync()).Single());
    }

    [Fact]
    public async Task Looking_makes_no_database()
    {
        await using TestDatabase database = TestDatabase.OnFile();

        Assert.Equal(DatabaseForm.Absent, await database.Get<MigrateDatabase>().LookAsync());
        Assert.Empty(Directory.GetFiles(database.Folder!));
    }

    public static TheoryData<string> Days { get; } = ["2026-11-21T16:00:00Z", "2026-03-29T00:30:00Z", "2028-02-29T23:59:00Z"];

    [Theory, OnSqlite(nameof(Days)), OnSqlServer(nameof(Days))]
    public async Task The_demonstration_is_whole_on_any_day(string provider, string now)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        database.Clock.Now = NodaTime.Text.InstantPattern.General.Parse(now).Value;
        Scenario demo = DemoScenario.Make(database.Clock.Now);

        string answer = await database.ImportAsync(ScenarioJson.Write(demo));

        Assert.Contains("added, 0 changed", answer, StringComparison.Ordinal);
        Assert.Equal(3, demo.Sites.Count);
        Assert.InRange(demo.Bookings.Count, 300, 1200);
        Assert.Empty(await database.CheckAsync());
    }
}
