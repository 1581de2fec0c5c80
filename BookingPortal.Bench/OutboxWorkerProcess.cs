using System.Diagnostics;
using System.Globalization;
using System.Text;
using BookingPortal.Core.Durability.Outbox;
using NodaTime;

namespace BookingPortal.Bench;

/// <summary>A worker that is there to be killed: it delivers from the database given, and notes in a file of its own when each effect began and ended.</summary>
internal static class OutboxWorkerProcess
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        if (arguments.Text("database") is not { } database || arguments.Text("notes") is not { } notesFile)
        {
            Console.Error.WriteLine("--database and --notes name the files to work with.");
            return 1;
        }

        // Unbuffered: what was noted outlives the process. The time is the machine's own, the same for all its processes.
        await using var notes = new FileStream($"{notesFile}.{Environment.ProcessId}", FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using var gate = new SemaphoreSlim(1);
        async Task NoteAsync(char what, Effect effect)
        {
            await gate.WaitAsync();
            try
            {
                var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetTimestamp()} {what} {effect.Id:N} {Environment.ProcessId}\n"));
                await notes.WriteAsync(line);
            }
            finally
            {
                gate.Release();
            }
        }

        var sink = new Sink(8, async (effect, stop) =>
        {
            await NoteAsync('B', effect);
            await Task.Delay(arguments.Number("work", 2), stop);
            await NoteAsync('E', effect);
        });
        var settings = new OutboxSettings { Lease = Duration.FromSeconds(arguments.Number("lease", 3)), PollEvery = TimeSpan.FromMilliseconds(200), TakeAtOnce = 100 };
        await using var node = new OutboxNode(database, sink, settings);
        await node.Get<OutboxWorkers>().StartAsync(CancellationToken.None);
        Console.WriteLine("working");
        await Console.In.ReadLineAsync(); // until it is killed, or whoever started it is gone
        await node.Get<OutboxWorkers>().StopAsync(CancellationToken.None);
        return 0;
    }
}
