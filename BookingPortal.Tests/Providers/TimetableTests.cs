using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Jobs;
using BookingPortal.Tests.Fixtures;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace BookingPortal.Tests.Providers;

/// <summary>The timetable in a node's memory, and in the tables of the server that nodes share.</summary>
public sealed class TimetableTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Seldom = TimeSpan.FromHours(1);

    [Theory, OnSqlite]
    public async Task A_node_of_its_own_runs_every_job_and_is_ready(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        var shared = new Watched("shared");
        var own = new Watched("own");
        await using Node node = await Node.StartAsync(place, "one", shared, own);

        await UntilAsync(() => shared.Runs.Count > 2 && own.Runs.Count > 2);
        Assert.Null(await node.Health.RunAsync());
    }

    [Theory, OnSqlServer]
    public async Task Nodes_that_share_a_server_run_a_job_one_at_a_time_and_go_on_when_one_of_them_ends(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        var shared = new Watched("shared");
        var own = new Watched("own");
        Node first = await Node.StartAsync(place, "one", shared, own);
        await using Node second = await Node.StartAsync(place, "two", shared, own);

        await UntilAsync(() => shared.Runs.Count > 20 && own.Runs.Distinct().Count() == 2);
        Assert.Equal(1, shared.MostAtOnce);
        Assert.Null(await second.Health.RunAsync());

        await first.DisposeAsync();
        int before = shared.Runs.Count;
        await UntilAsync(() => shared.Runs.Skip(before).Count(node => node == "two") > 5);
        Assert.Equal(1, shared.MostAtOnce);
    }

    [Theory, OnSqlServer]
    public async Task A_node_whose_shared_timetable_is_gone_or_stands_is_not_ready(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        var shared = new Watched("shared");
        await using Node node = await Node.StartAsync(place, "one", shared, new Watched("own"));
        await UntilAsync(() => !shared.Runs.IsEmpty);

        await node.SqlAsync("UPDATE QRTZ_TRIGGERS SET TRIGGER_STATE = 'ERROR'");
        Assert.Equal("The shared timetable does not run: shared.", await node.Health.RunAsync());
        foreach (string table in new[] { "SIMPLE_TRIGGERS", "CRON_TRIGGERS", "SIMPROP_TRIGGERS", "TRIGGERS" })
        {
            await node.SqlAsync($"DROP TABLE QRTZ_{table}");
        }

        Assert.StartsWith("The shared timetable cannot be read:", await node.Health.RunAsync());
    }

    /// <summary>As when no node was up at its time; the job would otherwise come an hour later.</summary>
    [Theory, OnSqlServer]
    public async Task A_shared_job_whose_time_went_by_runs_once_as_soon_as_it_is_noticed(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        var hourly = new Watched("hourly") { Every = TimeSpan.FromHours(1) };
        await using Node node = await Node.StartAsync(place, "one", hourly, new Watched("own"));
        await UntilAsync(() => hourly.Runs.Count == 1);
        await UntilAsync(async () => await node.CountAsync("TRIGGERS", "TRIGGER_STATE = 'WAITING'") == 1);

        await node.SqlAsync($"UPDATE QRTZ_TRIGGERS SET NEXT_FIRE_TIME = NEXT_FIRE_TIME - {TimeSpan.FromHours(4).Ticks}");

        await UntilAsync(() => hourly.Runs.Count == 2);
        await UntilAsync(async () => await node.CountAsync("TRIGGERS", $"TRIGGER_STATE = 'WAITING' AND NEXT_FIRE_TIME > PREV_FIRE_TIME + {TimeSpan.FromMinutes(59).Ticks}") == 1);
        Assert.Equal(2, hourly.Runs.Count);
    }

    [Theory, OnSqlServer]
    public async Task A_job_that_is_on_the_timetable_no_more_goes_from_the_server(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        var old = new Watched("old");
        await using (await Node.StartAsync(place, "one", old, new Watched("own")))
        {
            await UntilAsync(() => !old.Runs.IsEmpty);
        }

        var young = new Watched("young");
        await using Node node = await Node.StartAsync(place, "one", young, new Watched("own"));
        await UntilAsync(async () => !await node.KeepsAsync("old"));
        int runs = old.Runs.Count;
        await UntilAsync(() => young.Runs.Count > 6);
        Assert.Equal(runs, old.Runs.Count);
        Assert.True(await node.KeepsAsync("young"));
        Assert.Null(await node.Health.RunAsync());
    }

    /// <summary>As while one node after the other is brought up to date, or taken back.</summary>
    [Theory, OnSqlServer]
    public async Task What_an_older_node_does_not_know_stays_while_a_newer_one_lives_and_goes_when_it_is_gone(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        var both = new Watched("both");
        var young = new Watched("young");
        Node newer = await Node.StartAsync(place, "newer", [both, young], Seldom);
        await UntilAsync(() => !young.Runs.IsEmpty);

        await using Node older = await Node.StartAsync(place, "older", [both], Often);
        Assert.True(await older.KeepsAsync("young"));
        int runs = young.Runs.Count;
        await UntilAsync(() => young.Runs.Count > runs + 5);

        await newer.DisposeAsync();
        await UntilAsync(async () => !await older.KeepsAsync("young"));
        Assert.True(await older.KeepsAsync("both"));
    }

    /// <summary>A turn that the older node took would be lost: the next one comes only an hour later.</summary>
    [Theory, OnSqlServer]
    public async Task An_older_node_leaves_the_turns_of_a_newer_ones_jobs_to_it(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        var both = new Watched("both");
        await using Node older = await Node.StartAsync(place, "older", [both], Seldom);
        await UntilAsync(() => !both.Runs.IsEmpty);
        for (int i = 0; i < 5; i++)
        {
            var young = new Watched($"young {i}") { Every = TimeSpan.FromHours(1) };
            await using Node newer = await Node.StartAsync(place, $"newer {i}", [both, young], Seldom);
            await UntilAsync(() => young.Runs.Count == 1);
        }
    }

    [Theory, OnSqlServer]
    public async Task A_shared_job_that_was_taken_away_is_put_back_and_runs_again(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        var shared = new Watched("shared");
        await using Node node = await Node.StartAsync(place, "one", [shared], Often);
        await UntilAsync(() => !shared.Runs.IsEmpty);

        await node.SqlAsync("DELETE FROM QRTZ_SIMPLE_TRIGGERS");
        await node.SqlAsync("DELETE FROM QRTZ_TRIGGERS");
        await node.SqlAsync("DELETE FROM QRTZ_JOB_DETAILS");
        int runs = shared.Runs.Count;

        await UntilAsync(() => shared.Runs.Count > runs + 5);
        Assert.True(await node.KeepsAsync("shared"));
        Assert.Null(await node.Health.RunAsync());
    }

    /// <summary>As an older node stores it when it starts beside a newer one; nobody would serve it once the older one is gone.</summary>
    [Theory, OnSqlServer]
    public async Task A_shared_job_that_was_stored_without_its_group_is_put_back_with_it_and_runs_again(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        var shared = new Watched("shared");
        await using Node node = await Node.StartAsync(place, "one", [shared], Often);
        await UntilAsync(() => !shared.Runs.IsEmpty);

        await node.SqlAsync("UPDATE QRTZ_TRIGGERS SET EXECUTION_GROUP = NULL");

        await UntilAsync(async () => await node.CountAsync("TRIGGERS", "EXECUTION_GROUP = 'shared'") == 1);
        int runs = shared.Runs.Count;
        await UntilAsync(() => shared.Runs.Count > runs + 5);
        Assert.Null(await node.Health.RunAsync());
    }

    /// <summary>A newer Quartz that wants another column is noticed here, and gets one more migration.</summary>
    [Fact]
    public void The_tables_on_the_server_are_those_that_Quartz_makes_for_itself()
    {
        using Stream stream = typeof(Quartz.IScheduler).Assembly.GetManifestResourceStream("Quartz.Impl.AdoJobStore.Schema.create_sqlServer.sql")!;
        string theirs = new StreamReader(stream).ReadToEnd().Replace("{0}", "QRTZ_", StringComparison.Ordinal).Replace("{1}", "QRTZ_", StringComparison.Ordinal);
        string[] history = ["EXECUTION_HISTORY", "MISFIRE_HISTORY", "JOB_STATUS"];

        string[] wanted = [.. Shapes(theirs).Where(shape => !history.Any(shape.Contains))];

        Assert.True(wanted.Length > 15);
        Assert.Equal(wanted, Shapes(string.Join("\n", TimetableTables.Statements)));
    }

    /// <summary>Each CREATE as one line.</summary>
    private static IEnumerable<string> Shapes(string script) =>
        Regex.Matches(script, @"CREATE (TABLE|INDEX) [^;]*;").Select(match => Regex.Replace(match.Value, @"\s+", " "));

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>A job that says where it ran and how many of it ran at once.</summary>
    private sealed class Watched(string name)
    {
        private int _now;

        public string Name => name;

        public TimeSpan Every { get; init; } = TimeSpan.FromMilliseconds(100);

        public ConcurrentQueue<string> Runs { get; } = new();

        public int MostAtOnce { get; private set; }

        public async Task<int> RunAsync(IServiceProvider services, CancellationToken stop)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
            try
            {
                await Task.Delay(20, stop);
                Runs.Enqueue(services.GetRequiredService<OutboxSettings>().Worker);
                return 0;
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }

    /// <summary>One process of the portal, as far as its timetable goes.</summary>
    private sealed class Node(IHost host) : IAsyncDisposable
    {
        public TimetableHealth Health => host.Services.GetRequiredService<TimetableHealth>();

        public static Task<Node> StartAsync(DatabasePlace place, string name, Watched shared, Watched own) =>
            StartAsync(place, name, [shared], Often, own);

        /// <param name="mendEvery">How often it looks after what all nodes share.</param>
        public static async Task<Node> StartAsync(DatabasePlace place, string name, IReadOnlyList<Watched> shared, TimeSpan mendEvery, Watched? own = null)
        {
            own ??= new Watched("own");
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services
                .AddLogging()
                .AddSingleton<IClock>(SystemClock.Instance)
                .AddSingleton(TimeProvider.System)
                .AddSingleton(new OutboxSettings { Worker = name })
                .AddPortalDatabase(place.Settings)
                .AddSingleton<MigrateDatabase>()
                .AddSingleton<TimetableHealth>()
                .AddSingleton<RunJob>()
                .AddTimetable(
                    [
                        .. shared.Select(job => new RecurringJob(job.Name, job.Every, job.RunAsync)),
                        new RecurringJob(own.Name, own.Every, own.RunAsync, OnEveryNode: true),
                    ],
                    mendEvery);
            IHost host = builder.Build();
            await host.Services.GetRequiredService<MigrateDatabase>().RunAsync();
            await host.StartAsync();
            return new Node(host);
        }

        /// <summary>The timetable goes on meanwhile; where the server lets it win a deadlock, this comes again.</summary>
        public async Task SqlAsync(string sql)
        {
            for (int attempt = 1; ; attempt++)
            {
                await using PortalContext db = await host.Services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
                try
                {
                    await db.Database.ExecuteSqlRawAsync(sql);
                    return;
                }
                catch (SqlException lost) when (attempt < 20 && DatabaseErrors.IsWorthAnotherTry(lost))
                {
                    await Task.Delay(50);
                }
            }
        }

        /// <summary>Whether the server has anything of a job.</summary>
        public async Task<bool> KeepsAsync(string job) =>
            await CountAsync("TRIGGERS", $"JOB_NAME = '{job}'") + await CountAsync("JOB_DETAILS", $"JOB_NAME = '{job}'") > 0;

        /// <summary>How many rows of a table of the shared timetable are like this.</summary>
        public async Task<int> CountAsync(string table, string condition)
        {
            await using PortalContext db = await host.Services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
            string sql = $"SELECT COUNT(*) AS \"Value\" FROM QRTZ_{table} WHERE {condition}";
            return await db.Database.SqlQueryRaw<int>(sql).SingleAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            host.Dispose();
        }
    }
}
