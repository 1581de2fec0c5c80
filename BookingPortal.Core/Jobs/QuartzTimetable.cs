using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace BookingPortal.Core.Jobs;

/// <summary>Puts the timetable on Quartz. This file is all that knows of it: another engine is one more file like this one.</summary>
public static partial class QuartzTimetable
{
    private const string JobName = "name";

    public static IServiceCollection AddTimetable(this IServiceCollection services) => services
        .AddQuartz(quartz =>
        {
            foreach (RecurringJob job in RecurringJobs.All)
            {
                var key = new JobKey(job.Name);
                quartz.AddJob<Runner>(key, described => described.UsingJobData(JobName, job.Name));
                quartz.AddTrigger(trigger => trigger.ForJob(key).StartNow().WithSimpleSchedule(schedule => schedule
                    .WithInterval(job.Every)
                    .RepeatForever()
                    .WithMisfireHandlingInstructionNextWithRemainingCount()));
            }
        })
        .AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);

    /// <summary>One run of one job. Two runs of the same job never overlap on a node.</summary>
    [DisallowConcurrentExecution]
    private sealed partial class Runner(IServiceProvider services, ILogger<Runner> log) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context)
        {
            string name = context.JobDetail.JobDataMap.GetString(JobName)
                ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The job {context.JobDetail.Key} has no name."));
            RecurringJob job = RecurringJobs.All.Single(each => each.Name == name);
            try
            {
                await job.RunAsync(services, context.CancellationToken);
            }
            catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
            {
                LogStopped(log, name);
            }
            catch (Exception failure)
            {
                // The next run looks for the same due work again, so one failed run loses nothing; it must only be seen.
                LogFailed(log, name, failure);
            }
        }

        [LoggerMessage(Level = LogLevel.Information, Message = "The job {Name} was stopped with the portal.")]
        private static partial void LogStopped(ILogger logger, string name);

        [LoggerMessage(Level = LogLevel.Error, Message = "The job {Name} failed; what was due is tried again with its next run.")]
        private static partial void LogFailed(ILogger logger, string name, Exception failure);
    }
}
