using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace BookingPortal.Core.Jobs;

/// <summary>Puts the timetable on Quartz. This file is all that knows of it: another engine is one more file like this one.</summary>
public static partial class QuartzTimetable
{
    /// <summary>
    /// The schedule lies in memory: every job looks for due work in the portal's own tables, so a restart forgets nothing.
    /// </summary>
    public static IServiceCollection AddTimetable(this IServiceCollection services)
    {
        services.AddQuartz(quartz =>
        {
            foreach (RecurringJob job in RecurringJobs.All)
            {
                // The pause counts from the end of a run, so two runs of a job never overlap and a slow one is not chased.
                quartz.ScheduleJob(
                    job.Name,
                    (IServiceProvider provider, ILoggerFactory logs, CancellationToken stop) => RunAsync(job, provider, logs, stop),
                    trigger => trigger.StartNow().WithSimpleSchedule(schedule => schedule
                        .WithInterval(job.Every)
                        .RepeatForever()
                        .MeasureIntervalFromCompletion(true)
                        .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)));
            }
        });
        return services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }

    private static async Task RunAsync(RecurringJob job, IServiceProvider services, ILoggerFactory logs, CancellationToken stop)
    {
        ILogger log = logs.CreateLogger(typeof(RecurringJobs));
        try
        {
            await job.RunAsync(services, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogStopped(log, job.Name);
        }
        catch (Exception failure)
        {
            // The next run looks for the same due work again, so one failed run loses nothing; it must only be seen.
            LogFailed(log, job.Name, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The job {Name} was stopped with the portal.")]
    private static partial void LogStopped(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "The job {Name} failed; what was due is tried again with its next run.")]
    private static partial void LogFailed(ILogger logger, string name, Exception failure);
}
