using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using Quartz.Impl.AdoJobStore;

namespace BookingPortal.Core.Jobs;

/// <summary>Puts the timetable on Quartz. This file is all that knows of it: another engine is one more file like this one.</summary>
public static partial class QuartzTimetable
{
    /// <summary>What lies in the memory of one process.</summary>
    private const string OfThisNode = "node";

    /// <summary>What all nodes share, under this name in the tables.</summary>
    private const string OfAllNodes = "portal";

    /// <summary>Soon enough that nobody misses a job, and seldom enough that nobody notices the questions.</summary>
    private static readonly TimeSpan MendEvery = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A node with a database of its own keeps its schedule in memory: every job looks for due work in the portal's own tables,
    /// so a restart forgets nothing. Nodes that share a server keep one schedule there, and each run of a job happens on one of them.
    /// </summary>
    /// <param name="jobs">For tests; null: the whole timetable.</param>
    /// <param name="mendEvery">For tests; null: every half minute.</param>
    public static IServiceCollection AddTimetable(this IServiceCollection services, IReadOnlyList<RecurringJob>? jobs = null, TimeSpan? mendEvery = null)
    {
        jobs ??= RecurringJobs.All;
        bool isShared = services.Any(each => each.ServiceType == typeof(DbDataSource));
        RecurringJob[] shared = [.. jobs.Where(job => isShared && !job.OnEveryNode)];
        services.AddSingleton(new Plan(jobs.ToDictionary(job => job.Name, StringComparer.Ordinal), shared, mendEvery ?? MendEvery));
        services.AddHostedService<Beginning>();
        services.AddQuartz(OfThisNode, quartz => quartz.Take(jobs.Except(shared)));
        if (isShared)
        {
            services.AddQuartz(OfAllNodes, quartz =>
            {
                quartz.UsePersistentStore(KeepOnServer);
                quartz.ServeExecutionGroups([.. shared.Select(job => job.Name)]);
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
            quartz.ScheduleJob<Turn>(
                trigger => trigger.WithIdentity(job.Name).WithExecutionGroup(job.Name).StartNow().WithSimpleSchedule(schedule => Repeat(schedule, job)),
                detail => detail.WithIdentity(job.Name));
        }
    }

    /// <summary>
    /// The pause counts from the end of a run, so two runs of a job never overlap and a slow one is not chased.
    /// However many were missed while nobody was there, one run finds all that is due.
    /// </summary>
    private static void Repeat(SimpleScheduleBuilder schedule, RecurringJob job) => schedule
        .WithInterval(job.Every)
        .RepeatForever()
        .MeasureIntervalFromCompletion(true)
        .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount);

    /// <summary>Why the portal did not start and what helps, where it is the shared timetable that stopped it; null where it is something else.</summary>
    public static string? WhyNotStarted(Exception problem)
    {
        for (Exception? each = problem; each is not null; each = each.InnerException)
        {
            if (each is SchedulerException)
            {
                return $"{each.GetBaseException().Message.TrimEnd('.')}. The portal's account must be able to read and write the tables whose names begin with QRTZ_; where they are gone, "
                    + "BookingPortal.Core/Data/Providers/timetable-tables.sql makes them anew.";
            }
        }

        return null;
    }

    /// <summary>What is on the timetable, what of it all nodes share, and how often that is looked after.</summary>
    private sealed record Plan(IReadOnlyDictionary<string, RecurringJob> Jobs, IReadOnlyList<RecurringJob> Shared, TimeSpan MendEvery);

    /// <summary>
    /// One run of a job, by its name: all that a store can keep of it. A node takes turns only of the jobs that it knows (each
    /// is an execution group of its own): what a newer node beside it brought along runs there, as often as it should.
    /// </summary>
    [DisallowConcurrentExecution]
    private sealed class Turn(Plan plan, RunJob runJob) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            if (plan.Jobs.TryGetValue(context.JobDetail.Key.Name, out RecurringJob? job))
            {
                await runJob.RunAsync(job, cancellationToken);
            }
        }
    }

    /// <summary>From now on runs are expected, and what all nodes share is kept as this version of the portal wants it.</summary>
    private sealed partial class Beginning(TimetableHealth health, Plan plan, IServiceProvider services, TimeProvider time, ILogger<Beginning> log) : BackgroundService
    {
        private IScheduler? _shared;

        public override async Task StartAsync(CancellationToken cancellationToken)
        {
            health.Sign();
            if (services.GetKeyedService<ISchedulerFactory>(OfAllNodes) is { } factory)
            {
                _shared = await factory.GetScheduler(cancellationToken);
                await MendAsync(_shared, cancellationToken);
                health.Watch(stop => LookAsync(_shared, stop));
            }

            await base.StartAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            if (_shared is null)
            {
                return;
            }

            using var beat = new PeriodicTimer(plan.MendEvery, time);
            while (await WaitAsync(beat, stoppingToken))
            {
                try
                {
                    await MendAsync(_shared, stoppingToken);
                }
                catch (Exception problem) when (problem is SchedulerException or DbException && !stoppingToken.IsCancellationRequested)
                {
                    LogNotMended(log, problem); // whoever asks whether this node is ready is told, and the next look comes by itself
                }
            }
        }

        private static async Task<bool> WaitAsync(PeriodicTimer beat, CancellationToken stop)
        {
            try
            {
                return await beat.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        /// <summary>
        /// Puts back what is missing, as when a node of another version took it away. What this node does not know may be a newer
        /// node's, so it goes only when no other node is alive; the last one that stays tidies up.
        /// </summary>
        private async Task MendAsync(IScheduler scheduler, CancellationToken stop)
        {
            PagedResult<JobHeader> stored = await scheduler.QueryJobs(new JobQuery(), stop);
            HashSet<string> going = await GoingAsync(scheduler, stop);
            foreach (RecurringJob job in plan.Shared.Where(job => !going.Contains(job.Name)))
            {
                LogMissing(log, job.Name);
                await scheduler.ScheduleJob(
                    JobBuilder.Create<Turn>().WithIdentity(job.Name).Build(),
                    TriggerBuilder.Create().WithIdentity(job.Name).WithExecutionGroup(job.Name).StartNow().WithSimpleSchedule(schedule => Repeat(schedule, job)).Build(),
                    ScheduleJobOptions.Replacing, // another node may have seen it missing too
                    stop);
            }

            JobKey[] unknown = [.. stored.Items.Select(job => job.Key).Where(key => !plan.Shared.Any(job => job.Name == key.Name))];
            if (unknown.Length > 0 && await IsAloneAsync(scheduler, stop))
            {
                await scheduler.DeleteJobs(unknown, stop);
            }
        }

        private static async Task<bool> IsAloneAsync(IScheduler scheduler, CancellationToken stop) =>
            (await scheduler.QueryClusterNodes(stop)).All(node => node.IsCurrentNode || node.State == ClusterNodeState.Failed);

        /// <summary>The jobs that will run again; one that is stuck in an error will not, nor one without its execution group, as an older node stores it: nodes serve the groups of their jobs and nothing else.</summary>
        private static async Task<HashSet<string>> GoingAsync(IScheduler scheduler, CancellationToken stop) =>
            [.. (await scheduler.QueryTriggers(new TriggerQuery(), stop)).Items.Where(each => each.State != TriggerState.Error && each.ExecutionGroup == each.Key.Name).Select(each => each.Key.Name)];

        private async Task<string?> LookAsync(IScheduler scheduler, CancellationToken stop)
        {
            try
            {
                HashSet<string> going = await GoingAsync(scheduler, stop);
                string[] missing = [.. plan.Shared.Select(job => job.Name).Where(name => !going.Contains(name))];
                return missing.Length == 0 ? null : $"The shared timetable does not run: {string.Join(", ", missing)}.";
            }
            catch (Exception problem) when (problem is SchedulerException or DbException)
            {
                return $"The shared timetable cannot be read: {problem.Message}";
            }
        }

        [LoggerMessage(Level = LogLevel.Warning, Message = "The job {Name} was not on the shared timetable as it should be and is put back.")]
        private static partial void LogMissing(ILogger logger, string name);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The shared timetable could not be looked after this time.")]
        private static partial void LogNotMended(ILogger logger, Exception problem);
    }
}
