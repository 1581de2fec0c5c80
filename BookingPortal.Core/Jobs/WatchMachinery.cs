using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Jobs;

/// <summary>
/// Looks for what should not be: messages that are late, a backlog that is full, jobs that missed their time or keep failing, a
/// timetable that is dead. It raises an alert for each and clears it when it is over. However many look, and at once, each is told once.
/// </summary>
public sealed class WatchMachinery(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, Backlog backlog, RaiseAlert raiseAlert, OutboxSettings settings, IClock clock)
{
    /// <summary>One failed run is tried again by the next one; three are a problem.</summary>
    private const int FailuresToTell = 3;

    /// <summary>Whoever sees it says so every half minute.</summary>
    private static readonly Duration SaidBySomebody = Duration.FromMinutes(5);

    /// <summary>Looks come every half minute; where none came for so long the whole process stood still, as when its machine slept.</summary>
    private static readonly Duration StoodStill = Duration.FromSeconds(100);

    private readonly Lock _looks = new();

    /// <summary>A job that hangs in its first run leaves nothing to be late by, and after a pause of the whole portal its jobs take a moment to come again.</summary>
    private Instant _watchesSince = clock.GetCurrentInstant();

    private Instant? _lastLook;

    /// <returns>How many alerts stand because of it.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        Instant watchesSince = Watch(now);
        var seen = new Seen(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        await LookAtQueueAsync(seen, now, cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await LookAtJobsAsync(db, seen, watchesSince, now, cancellationToken);
        List<Alert> open = await db.Alerts.AsNoTracking()
            .Where(alert => alert.ClearedAt == null
                && (alert.Cause.StartsWith("lag:") || alert.Cause.StartsWith("retrying:") || alert.Cause.StartsWith("backlog:") || alert.Cause.StartsWith("job:") || alert.Cause.StartsWith("timetable:")))
            .ToListAsync(cancellationToken);
        List<string> over = [.. open.Where(alert => IsOver(alert, seen, now)).Select(alert => alert.Cause)];
        if (seen.Wrong.Count + over.Count > 0)
        {
            await writes.RunAsync(scope => WriteAsync(scope, seen.Wrong, over, now), cancellationToken);
        }

        return seen.Wrong.Count;
    }

    /// <returns>Since when this process has watched without a pause.</returns>
    private Instant Watch(Instant now)
    {
        lock (_looks)
        {
            if (_lastLook is { } last && now - last > StoodStill)
            {
                _watchesSince = now;
            }

            _lastLook = now;
            return _watchesSince;
        }
    }

    private async Task LookAtQueueAsync(Seen seen, Instant now, CancellationToken cancellationToken)
    {
        foreach (Backlog.OfKind kind in await backlog.RunAsync(cancellationToken))
        {
            if (kind.Lag(now) > settings.LagLimit)
            {
                seen.Wrong[AlertCauses.Lag(kind.Kind)] = $"{(kind.Waiting == 1 ? "One message waits" : $"{kind.Waiting} messages wait")} to go out; what waits longest is {HowLong.Words(kind.Lag(now))} late.";
            }

            if (kind.FailingFor(now) > settings.RetryLimit)
            {
                seen.Wrong[AlertCauses.Retrying(kind.Kind)] = $"{(kind.Tried == 1 ? "One message has failed and waits" : $"{kind.Tried} messages have failed and wait")} for another try, the oldest for {HowLong.Words(kind.FailingFor(now))}. A day after its first try each is given up.";
            }
        }

        if (backlog.IsFull)
        {
            seen.Wrong[AlertCauses.Backlog] = "So many messages wait that new bookings are refused for a while.";
        }
    }

    private async Task LookAtJobsAsync(PortalContext db, Seen seen, Instant watchesSince, Instant now, CancellationToken cancellationToken)
    {
        Dictionary<string, JobState> states = await db.JobStates.AsNoTracking().ToDictionaryAsync(state => state.Name, StringComparer.Ordinal, cancellationToken);
        Instant last = RecurringJobs.All
            .Where(job => !job.OnEveryNode)
            .Select(job => states.GetValueOrDefault(job.Name)?.LastEndedAt)
            .OfType<Instant>()
            .Append(watchesSince)
            .Max();
        if (Timeliness.IsSilence(last, now))
        {
            // One alert says it for all of them.
            seen.Wrong[AlertCauses.Timetable] = $"Nothing of the timetable has run for {HowLong.Words(now - last)}. Restart the portal; what is due by then is done at once.";
            return;
        }

        Alert? silence = await db.Alerts.AsNoTracking().SingleOrDefaultAsync(alert => alert.Cause == AlertCauses.Timetable, cancellationToken);
        Instant couldRunSince = silence is null ? watchesSince : Instant.Max(watchesSince, silence.ClearedAt ?? now);
        foreach (RecurringJob job in RecurringJobs.All)
        {
            JobState? state = states.GetValueOrDefault(job.Name);
            string cause = AlertCauses.Job(job.Name);
            if (Timeliness.IsOverdue(job, Instant.Max(couldRunSince, state?.LastEndedAt ?? couldRunSince), now))
            {
                seen.Wrong[cause] = state?.LastEndedAt is { } ended ? $"It has not run for {HowLong.Words(now - ended)}." : "It has not run once since this process began to watch.";
            }
            else if (state?.FailuresInARow >= FailuresToTell)
            {
                seen.Wrong[cause] = $"It failed {state.FailuresInARow} times in a row: {state.LastProblem}";
            }
            else if (state is not null && !Timeliness.IsLate(job, state, now))
            {
                seen.Well.Add(cause);
            }
        }
    }

    /// <summary>Of a job that this process cannot judge (a newer node's, or one that is to come again in a moment) somebody else may know more.</summary>
    private static bool IsOver(Alert alert, Seen seen, Instant now) =>
        !seen.Wrong.ContainsKey(alert.Cause)
        && (!alert.Cause.StartsWith("job:", StringComparison.Ordinal) || seen.Well.Contains(alert.Cause) || now - alert.LastAt > SaidBySomebody);

    private async Task<bool> WriteAsync(WriteScope scope, Dictionary<string, string> wrong, List<string> over, Instant now)
    {
        foreach ((string cause, string words) in wrong)
        {
            await raiseAlert.RunAsync(scope, new RaiseAlert.Request(cause, words, Times: 0), now);
        }

        foreach (string cause in over)
        {
            await RaiseAlert.ClearAsync(scope, cause, "job", now);
        }

        return true;
    }

    /// <param name="Wrong">Causes with what is to be said.</param>
    /// <param name="Well">Causes of jobs that run as they should.</param>
    private sealed record Seen(Dictionary<string, string> Wrong, HashSet<string> Well);
}
