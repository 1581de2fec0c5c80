using System.Collections.Concurrent;
using System.Diagnostics;

namespace BookingPortal.Bench;

/// <summary>Many clients at once, each calling again as soon as it has its answer.</summary>
internal static class Clients
{
    /// <param name="call">One call of a client, by its number; false = it has nothing more to do.</param>
    public static async Task<(ConcurrentBag<double> Milliseconds, double Seconds)> RunAsync(int clients, TimeSpan length, Func<int, Task<bool>> call)
    {
        var times = new ConcurrentBag<double>();
        var all = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            while (all.Elapsed < length)
            {
                var began = Stopwatch.GetTimestamp();
                if (!await call(client))
                {
                    return;
                }

                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        })));
        return (times, all.Elapsed.TotalSeconds);
    }
}
