using System.Collections.Concurrent;
using System.Diagnostics;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Reporting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Core.Jobs;

/// <summary>Runs one job of the timetable and writes down how it went. A failed run loses nothing, because the next one looks for the same due work; it must only be seen.</summary>
public sealed partial class RunJob(
    IServiceProvider services, IWriteQueue writes, OutboxSettings settings, TimetableHealth health, IClock clock, ILogger<RunJob> log)
{
    private const int LongestProblem = 500;

    private readonly ConcurrentDictionary<string, Instant> _told = new(StringComparer.Ordinal);

    public async Task RunAsync(RecurringJob job, CancellationToken stop)
    {
        Instant began = clock.GetCurrentInstant();
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        string? problem = null;
        try
        {
            done = await job.RunAsync(services, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogStopped(log, job.Name);
            return;
        }
        catch (Exception failure)
        {
            LogFailed(log, job.Name, failure);
            problem = failure.Message.Length > LongestProblem ? failure.Message[..LongestProblem] : failure.Message;
        }

        var ran = new Ran(job, began, clock.GetCurrentInstant(), (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds, done, problem);
        health.Sign();
        PortalMeter.JobRan(job.Name, problem is null, ran.TookMilliseconds / 1000.0);
        await KeepAsync(ran);
    }

    private async Task KeepAsync(Ran ran)
    {
        bool isNews = ran.Done > 0 || ran.Problem is not null;
        if (!isNews && _told.TryGetValue(ran.Job.Name, out Instant told) && ran.EndedAt - told < Timeliness.NoteEvery)
        {
            return;
        }

        try
        {
            await writes.RunAsync(scope => WriteAsync(scope, ran, isNews), CancellationToken.None);
            _told[ran.Job.Name] = ran.EndedAt;
        }
        catch (Exception failure)
        {
            LogNotKept(log, ran.Job.Name, failure); // the work itself is done; only the note of it is missing
        }
    }

    private async Task<bool> WriteAsync(WriteScope scope, Ran ran, bool isNews)
    {
        JobState? state = await scope.Db.JobStates.SingleOrDefaultAsync(each => each.Name == ran.Job.Name);
        if (state is null)
        {
            state = new JobState { Name = ran.Job.Name, EverySeconds = (long)ran.Job.Every.TotalSeconds };
            scope.Db.JobStates.Add(state);
        }

        state.EverySeconds = (long)ran.Job.Every.TotalSeconds;
        (state.LastStartedAt, state.LastEndedAt, state.LastTookMilliseconds) = (ran.BeganAt, ran.EndedAt, ran.TookMilliseconds);
        (state.LastDone, state.LastProblem, state.LastNode) = (ran.Done, ran.Problem, settings.Worker);
        state.NextAt = ran.EndedAt + Duration.FromTimeSpan(ran.Job.Every);
        state.FailuresInARow = ran.Problem is null ? 0 : state.FailuresInARow + 1;
        state.LastSucceededAt = ran.Problem is null ? ran.EndedAt : state.LastSucceededAt;
        if (isNews)
        {
            scope.Db.JobRuns.Add(new JobRun
            {
                Job = ran.Job.Name, StartedAt = ran.BeganAt, TookMilliseconds = ran.TookMilliseconds, Done = ran.Done, Problem = ran.Problem, Node = settings.Worker,
            });
        }

        await scope.Db.SaveChangesAsync();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The job {Name} was stopped with the portal.")]
    private static partial void LogStopped(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "The job {Name} failed; what was due is tried again with its next run.")]
    private static partial void LogFailed(ILogger logger, string name, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "How the job {Name} went could not be written down.")]
    private static partial void LogNotKept(ILogger logger, string name, Exception failure);

    private sealed record Ran(RecurringJob Job, Instant BeganAt, Instant EndedAt, long TookMilliseconds, int Done, string? Problem);
}
