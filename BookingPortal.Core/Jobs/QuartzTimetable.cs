using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace BookingPortal.Core.Jobs;

/// <summary>Puts the timetable on Quartz. This file is all that knows of it: another engine is one more file like this one.</summary>
public static class QuartzTimetable
{
    /// <summary>
    /// The schedule lies in memory: every job looks for due work in the portal's own tables, so a restart forgets nothing.
    /// </summary>
    public static IServiceCollection AddTimetable(this IServiceCollection services)
    {
        services.AddHostedService<Beginning>();
        services.AddQuartz(quartz =>
        {
            foreach (RecurringJob job in RecurringJobs.All)
            {
                // The pause counts from the end of a run, so two runs of a job never overlap and a slow one is not chased.
                quartz.ScheduleJob(
                    job.Name,
                    (RunJob runJob, CancellationToken stop) => runJob.RunAsync(job, stop),
                    trigger => trigger.StartNow().WithSimpleSchedule(schedule => schedule
                        .WithInterval(job.Every)
                        .RepeatForever()
                        .MeasureIntervalFromCompletion(true)
                        .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)));
            }
        });
        return services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }

    /// <summary>From now on runs are expected.</summary>
    private sealed class Beginning(TimetableHealth health) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            health.Sign();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
