using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Jobs;

/// <summary>The timetable as it stands: when each job last ran and will run next, how it went, and its history.</summary>
public sealed class ReadJobs(IDbContextFactory<PortalContext> contexts, IClock clock)
{
    private const int MostRuns = 100;

    /// <param name="State">Null for a job that never ran.</param>
    /// <param name="IsLate">It should have run by now.</param>
    /// <param name="RunsUnnoted">It runs more often than it is noted: what stands in the state is not its last run.</param>
    public sealed record Item(string Name, Duration Every, JobState? State, bool IsLate, bool RunsUnnoted);

    public async Task<IReadOnlyList<Item>> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Dictionary<string, JobState> states = await db.JobStates.AsNoTracking().ToDictionaryAsync(state => state.Name, StringComparer.Ordinal, cancellationToken);
        return [.. RecurringJobs.All.Select(job => new Item(
            job.Name, Duration.FromTimeSpan(job.Every), states.GetValueOrDefault(job.Name), Timeliness.IsLate(job, states.GetValueOrDefault(job.Name), now),
            Timeliness.RunsUnnoted(job, states.GetValueOrDefault(job.Name), now)))];
    }

    /// <summary>The runs of one job that did something or failed, or of all jobs; newest first.</summary>
    public async Task<IReadOnlyList<JobRun>> RunsAsync(string? job = null, bool onlyFailed = false, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobRuns.AsNoTracking()
            .Where(run => (job == null || run.Job == job) && (!onlyFailed || run.Problem != null))
            .OrderByDescending(run => run.StartedAt)
            .Take(MostRuns)
            .ToListAsync(cancellationToken);
    }
}
