using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Core.Jobs;

/// <summary>
/// Watches the machinery from outside the timetable, on every node with background work: the job that does the same would be
/// as dead as the others if the timetable were.
/// </summary>
/// <param name="every">For tests; null: every half minute.</param>
public sealed partial class KeepWatch(WatchMachinery watchMachinery, ILogger<KeepWatch> log, TimeSpan? every = null) : BackgroundService
{
    private static readonly TimeSpan HalfMinute = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every ?? HalfMinute);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogEnded(log);
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            await watchMachinery.RunAsync(stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            LogFailed(log, failure); // the next look is half a minute away
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The machinery is watched no more: this process ends.")]
    private static partial void LogEnded(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The machinery could not be watched this time.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
