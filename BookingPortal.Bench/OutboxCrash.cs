using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Bench;

/// <summary>Two worker processes on one database, one of them killed again and again: nothing may be lost, and nothing delivered twice but what a killed worker could not note down any more.</summary>
internal static class OutboxCrash
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var messages = arguments.Number("messages", 20_000);
        var mostKills = arguments.Number("kills", int.MaxValue);
        var limit = TimeSpan.FromMinutes(arguments.Number("minutes", 20));
        var folder = Directory.CreateTempSubdirectory("outbox-crash-").FullName;
        var (database, notes) = (Path.Combine(folder, "crash.db"), Path.Combine(folder, "notes"));
        List<Process> workers = [];
        HashSet<int> killed = [];
        try
        {
            await using var node = new OutboxNode(database, new Sink(1, (_, _) => Task.CompletedTask), new OutboxSettings());
            await node.Get<MigrateDatabase>().RunAsync();
            await node.LeaveAsync(messages);
            workers.AddRange([Start(database, notes, arguments), Start(database, notes, arguments)]);
            var waited = Stopwatch.StartNew();
            while (await WaitingAsync(node) > 0)
            {
                if (waited.Elapsed > limit)
                {
                    throw new TimeoutException($"{await WaitingAsync(node)} messages still wait after {limit.TotalMinutes:0} minutes.");
                }

                await Task.Delay(arguments.Number("kill", 3_000));
                var victim = workers[0]; // the one that has worked for longest; the other goes on
                if (killed.Count >= mostKills || !await IsAtWorkAsync(node, $"{notes}.{victim.Id}", () => waited.Elapsed > limit))
                {
                    continue;
                }

                killed.Add(victim.Id);
                victim.Kill();
                await victim.WaitForExitAsync();
                workers.Remove(victim);
                victim.Dispose();
                workers.Add(Start(database, notes, arguments));
            }

            var verdict = Judge(await ReadAsync(folder), killed);
            var line = new Dictionary<string, object>
            {
                ["name"] = "outbox-crash", ["messages"] = messages, ["kills"] = killed.Count, ["lost"] = messages - verdict.Delivered,
                ["overlapping"] = verdict.Overlapping, ["twiceWithoutACrash"] = verdict.TwiceWithoutACrash, ["againAfterACrash"] = verdict.AgainAfterACrash,
                ["seconds"] = Math.Round(waited.Elapsed.TotalSeconds, 1),
            };
            Console.WriteLine(JsonSerializer.Serialize(line));
            return verdict.Delivered == messages && verdict is { Overlapping: 0, TwiceWithoutACrash: 0 } ? 0 : 1;
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.Kill();
                await worker.WaitForExitAsync();
                worker.Dispose();
            }

            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Waits until a worker has begun some effects: killing one that has only started would show nothing.</summary>
    private static async Task<bool> IsAtWorkAsync(OutboxNode node, string notes, Func<bool> isLate)
    {
        const int SomeLines = 2_000; // bytes
        while (!File.Exists(notes) || new FileInfo(notes).Length < SomeLines)
        {
            if (isLate() || await WaitingAsync(node) == 0)
            {
                return false;
            }

            await Task.Delay(20);
        }

        return true;
    }

    private static async Task<int> WaitingAsync(OutboxNode node)
    {
        await using var db = await node.Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        return await db.OutboxMessages.CountAsync(message => message.Status == OutboxStatus.Waiting);
    }

    private static Process Start(string database, string notes, BenchArguments arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var each in new[]
        {
            typeof(OutboxCrash).Assembly.Location, "outbox-worker", "--database", database, "--notes", notes,
            "--lease", arguments.Number("lease", 3).ToString(CultureInfo.InvariantCulture), "--work", arguments.Number("work", 2).ToString(CultureInfo.InvariantCulture),
        })
        {
            start.ArgumentList.Add(each);
        }

        return Process.Start(start)!;
    }

    /// <summary>What all workers noted, in the order in which it happened. A line cut short by a kill says nothing.</summary>
    private static async Task<List<string[]>> ReadAsync(string folder)
    {
        List<string[]> notes = [];
        foreach (var file in Directory.EnumerateFiles(folder, "notes.*"))
        {
            var text = await File.ReadAllTextAsync(file);
            notes.AddRange(text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')));
        }

        return [.. notes.OrderBy(parts => long.Parse(parts[0], CultureInfo.InvariantCulture))];
    }

    /// <param name="lines">When, what (began or ended), which message, which worker.</param>
    private static (int Delivered, int Overlapping, int TwiceWithoutACrash, int AgainAfterACrash) Judge(List<string[]> lines, HashSet<int> killed)
    {
        Dictionary<string, List<(char What, int Worker)>> byMessage = new(StringComparer.Ordinal);
        foreach (var parts in lines)
        {
            if (!byMessage.TryGetValue(parts[2], out var notes))
            {
                byMessage[parts[2]] = notes = [];
            }

            notes.Add((parts[1][0], int.Parse(parts[3], CultureInfo.InvariantCulture)));
        }

        var (delivered, overlapping, twice, again) = (0, 0, 0, 0);
        foreach (var notes in byMessage.Values)
        {
            var ended = notes.Where(note => note.What == 'E').Select(note => note.Worker).ToList();
            delivered += ended.Count > 0 ? 1 : 0;

            // All but the last that ended must have died before they could say so.
            twice += ended.SkipLast(1).Count(worker => !killed.Contains(worker));
            again += Math.Max(0, ended.Count - 1);
            for (var i = 0; i < notes.Count; i++)
            {
                if (notes[i].What == 'B')
                {
                    var end = notes.FindIndex(i, note => note == ('E', notes[i].Worker));
                    overlapping += end > i && notes.Skip(i + 1).Take(end - i - 1).Any(note => note.What == 'B') ? 1 : 0;
                }
            }
        }

        return (delivered, overlapping, twice, again);
    }
}
