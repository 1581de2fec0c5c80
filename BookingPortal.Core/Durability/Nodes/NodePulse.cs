using BookingPortal.Core.Durability.Outbox;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Core.Durability.Nodes;

/// <summary>The regular beat of a process: it measures what waits, and says that it lives.</summary>
/// <param name="workers">None on a node that only serves pages.</param>
public sealed partial class NodePulse(BeatNode beatNode, Backlog backlog, IEnumerable<OutboxWorkers> workers, ILogger<NodePulse> log) : BackgroundService
{
    /// <summary>Often enough that a process which died is seen as dead within a minute.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        OutboxWorkers? own = workers.FirstOrDefault();
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await backlog.RunAsync(stoppingToken);
                await beatNode.RunAsync(own is not null, own?.InFlight ?? 0, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(log, failure); // the next beat is seconds away
            }
        }
        while (await NextAsync(timer, stoppingToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "This process could not say that it lives.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
