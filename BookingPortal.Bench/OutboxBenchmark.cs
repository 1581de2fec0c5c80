using System.Collections.Concurrent;
using System.Diagnostics;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Bench;

/// <summary>Effects delivered per second to a sink in process, on an empty database and on one that keeps many delivered messages.</summary>
internal static class OutboxBenchmark
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var messages = arguments.Number("messages", 20_000);
        var kept = arguments.Number("kept", 200_000);
        List<Measurement> rows = [];
        foreach (var before in new[] { 0, kept })
        {
            rows.Add(await MeasureAsync(messages, before));
        }

        Console.WriteLine($"{messages} messages to a sink in process; a call is an effect, its time what passed since the one before");
        Measurement.Print(rows);
        return 0;
    }

    private static async Task<Measurement> MeasureAsync(int messages, int kept)
    {
        var folder = Directory.CreateTempSubdirectory("outbox-bench-").FullName;
        try
        {
            var moments = new ConcurrentQueue<long>();
            var sink = new Sink(16, (_, _) =>
            {
                moments.Enqueue(Stopwatch.GetTimestamp());
                return Task.CompletedTask;
            });
            await using var node = new OutboxNode(Path.Combine(folder, "bench.db"), sink, new OutboxSettings());
            await node.Get<MigrateDatabase>().RunAsync();
            await node.KeepDeliveredAsync(kept);
            await node.LeaveAsync(messages);

            var began = Stopwatch.GetTimestamp();
            var workers = node.Get<OutboxWorkers>();
            await workers.StartAsync(CancellationToken.None);
            await UntilAllAreKeptAsync(node, messages + kept);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            await workers.StopAsync(CancellationToken.None);

            var times = moments.Prepend(began).Order().ToList();
            var apart = times.Zip(times.Skip(1), (from, to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds);
            return new Measurement($"outbox, {kept} delivered kept", apart, seconds, new() { ["kept"] = kept });
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The clock stops when the last outcome is durable, not when the sink has seen the last effect.</summary>
    private static async Task UntilAllAreKeptAsync(OutboxNode node, int all)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Limit)
        {
            await using var db = await node.Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
            if (!await db.OutboxMessages.AnyAsync(message => message.Status == OutboxStatus.Waiting))
            {
                if (await db.OutboxMessages.CountAsync(message => message.Status == OutboxStatus.Delivered) != all)
                {
                    throw new InvalidOperationException("Some messages came to rest without being delivered.");
                }

                return;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"The outbox was not empty after {Limit.TotalMinutes:0} minutes.");
    }
}
