using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;
using Quartz.Impl.AdoJobStore;

namespace BookingPortal.Core.Jobs;

/// <summary>Puts the timetable on Quartz. This file is all that knows of it: another engine is one more file like this one.</summary>
public static class QuartzTimetable
{
    /// <summary>What lies in the memory of one process.</summary>
    private const string OfThisNode = "node";

    /// <summary>What all nodes share, under this name in the tables.</summary>
    private const string OfAllNodes = "portal";

    /// <summary>
    /// A node with a database of its own keeps its schedule in memory: every job looks for due work in the portal's own tables,
    /// so a restart forgets nothing. Nodes that share a server keep one schedule there, and each run of a job happens on one of them.
    /// </summary>
    /// <param name="jobs">For tests; null: the whole timetable.</param>
    public static IServiceCollection AddTimetable(this IServiceCollection services, IReadOnlyList<RecurringJob>? jobs = null)
    {
        jobs ??= RecurringJobs.All;
        bool isShared = services.Any(each => each.ServiceType == typeof(DbDataSource));
        RecurringJob[] shared = [.. jobs.Where(job => isShared && !job.OnEveryNode)];
        services.AddSingleton(new Plan(jobs.ToDictionary(job => job.Name, StringComparer.Ordinal), [.. shared.Select(job => job.Name)]));
        services.AddHostedService<Beginning>();
        services.AddQuartz(OfThisNode, quartz => quartz.Take(jobs.Except(shared)));
        if (isShared)
        {
            services.AddQuartz(OfAllNodes, quartz =>
            {
                quartz.UsePersistentStore(KeepOnServer);
                quartz.Take(shared);
            });
        }

        return services
            .ConfigureAll<QuartzHostedServiceOptions>(hosted => hosted.WaitForJobsToComplete = true)
            .AddQuartzHostedService();
    }

    /// <summary>The tables come with the portal's migrations; Quartz makes none and starts only where it finds them all.</summary>
    private static void KeepOnServer(IPersistentStoreBuilder store)
    {
        store.UseDataSource(source =>
        {
            source.Provider = DataSourceOptions.Providers.SqlServer;
            source.UseRegisteredDataSource = true;
        });
        store.UseDriverDelegate<SqlServerDelegate>();
        store.UseClustering();

        // By a row that is written, as nothing in the portal relies on lock hints: not every server that speaks T-SQL heeds them.
        store.UseLockHandler<UpdateRowLockHandler>();
        store.ConfigureStore(options =>
        {
            options.StoreJobDataAsStrings = true;
            options.SchemaProvisioning = SchemaProvisioning.Validate;
        });
    }

    private static void Take(this IQuartzBuilder quartz, IEnumerable<RecurringJob> jobs)
    {
        foreach (RecurringJob job in jobs)
        {
            // The pause counts from the end of a run, so two runs of a job never overlap and a slow one is not chased.
            // However many were missed while nobody was there, one run finds all that is due.
            quartz.ScheduleJob<Turn>(
                trigger => trigger.WithIdentity(job.Name).StartNow().WithSimpleSchedule(schedule => schedule
                    .WithInterval(job.Every)
                    .RepeatForever()
                    .MeasureIntervalFromCompletion(true)
                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount)),
                detail => detail.WithIdentity(job.Name));
        }
    }

    /// <summary>What is on the timetable, and what of it all nodes share.</summary>
    private sealed record Plan(IReadOnlyDictionary<string, RecurringJob> Jobs, IReadOnlyList<string> Shared);

    /// <summary>One run of a job, by its name: all that a store can keep of it.</summary>
    [DisallowConcurrentExecution]
    private sealed class Turn(Plan plan, RunJob runJob) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            // A newer node beside this one may know jobs that this one does not; they are its to run.
            if (plan.Jobs.TryGetValue(context.JobDetail.Key.Name, out RecurringJob? job))
            {
                await runJob.RunAsync(job, cancellationToken);
            }
        }
    }

    /// <summary>From now on runs are expected, and what older versions left in the shared schedule is gone.</summary>
    private sealed class Beginning(TimetableHealth health, Plan plan, IServiceProvider services) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            health.Sign();
            if (services.GetKeyedService<ISchedulerFactory>(OfAllNodes) is not { } factory)
            {
                return;
            }

            IScheduler scheduler = await factory.GetScheduler(cancellationToken);
            PagedResult<JobHeader> stored = await scheduler.QueryJobs(new JobQuery(), cancellationToken);
            await scheduler.DeleteJobs([.. stored.Items.Select(job => job.Key).Where(key => !plan.Shared.Contains(key.Name))], cancellationToken);
            health.Watch(stop => LookAsync(scheduler, stop));
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private async Task<string?> LookAsync(IScheduler scheduler, CancellationToken stop)
        {
            try
            {
                PagedResult<TriggerHeader> stored = await scheduler.QueryTriggers(new TriggerQuery(), stop);
                HashSet<string> going = [.. stored.Items.Where(each => each.State != TriggerState.Error).Select(each => each.Key.Name)];
                string[] missing = [.. plan.Shared.Where(name => !going.Contains(name))];
                return missing.Length == 0 ? null : $"The shared timetable does not run: {string.Join(", ", missing)}.";
            }
            catch (Exception problem) when (problem is SchedulerException or DbException)
            {
                return $"The shared timetable cannot be read: {problem.Message}";
            }
        }
    }
}
