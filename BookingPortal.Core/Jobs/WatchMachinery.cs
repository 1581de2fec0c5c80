using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Jobs;

/// <summary>Looks for what should not be: messages that are late, a backlog that is full, jobs that missed their time or keep failing. It raises an alert for each and clears it when it is over.</summary>
public sealed class WatchMachinery(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, Backlog backlog, RaiseAlert raiseAlert, OutboxSettings settings, IClock clock)
{
    /// <summary>One failed run is tried again by the next one; three are a problem.</summary>
    private const int FailuresToTell = 3;

    /// <summary>A job that hangs in its first run leaves nothing to be late by.</summary>
    private readonly Lazy<Instant> _watchesSince = new(clock.GetCurrentInstant);

    /// <returns>How many alerts stand because of it.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        _ = _watchesSince.Value;
        Dictionary<string, string> wrong = new(StringComparer.Ordinal);
        foreach (Backlog.OfKind kind in await backlog.RunAsync(cancellationToken))
        {
            if (kind.Lag(now) > settings.LagLimit)
            {
                wrong[AlertCauses.Lag(kind.Kind)] = $"{(kind.Waiting == 1 ? "One message waits" : $"{kind.Waiting} messages wait")} to go out; what waits longest is {kind.Lag(now).TotalMinutes:0} minutes late.";
            }
        }

        if (backlog.IsFull)
        {
            wrong[AlertCauses.Backlog] = "So many messages wait that new bookings are refused for a while.";
        }

        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Dictionary<string, JobState> states = await db.JobStates.AsNoTracking().ToDictionaryAsync(state => state.Name, StringComparer.Ordinal, cancellationToken);
        foreach (RecurringJob job in RecurringJobs.All)
        {
            JobState? state = states.GetValueOrDefault(job.Name);
            if (state is null)
            {
                if (Timeliness.IsOverdue(job, _watchesSince.Value, now))
                {
                    wrong[AlertCauses.Job(job.Name)] = "It has not run once since this process began to watch.";
                }
            }
            else if (Timeliness.IsLate(job, state, now))
            {
                wrong[AlertCauses.Job(job.Name)] = $"It has not run for {(now - state.LastEndedAt!.Value).TotalMinutes:0} minutes.";
            }
            else if (state.FailuresInARow >= FailuresToTell)
            {
                wrong[AlertCauses.Job(job.Name)] = $"It failed {state.FailuresInARow} times in a row: {state.LastProblem}";
            }
        }

        List<string> open = await db.Alerts
            .Where(alert => alert.ClearedAt == null && (alert.Cause.StartsWith("lag:") || alert.Cause.StartsWith("backlog:") || alert.Cause.StartsWith("job:")))
            .Select(alert => alert.Cause)
            .ToListAsync(cancellationToken);
        List<string> over = [.. open.Where(cause => !wrong.ContainsKey(cause))];
        if (wrong.Count + over.Count > 0)
        {
            await writes.RunAsync(scope => WriteAsync(scope, wrong, over, now), cancellationToken);
        }

        return wrong.Count;
    }

    private async Task<bool> WriteAsync(WriteScope scope, Dictionary<string, string> wrong, List<string> over, Instant now)
    {
        foreach ((string cause, string words) in wrong)
        {
            await raiseAlert.RunAsync(scope, new RaiseAlert.Request(cause, words), now);
        }

        foreach (string cause in over)
        {
            await RaiseAlert.ClearAsync(scope, cause, "job", now);
        }

        return true;
    }
}
