using NodaTime;

namespace BookingPortal.Core.Jobs;

/// <summary>When a job counts as having missed its time.</summary>
public static class Timeliness
{
    /// <summary>A run may be long, a node may restart, and idle runs are noted only now and then.</summary>
    private static readonly Duration Grace = Duration.FromMinutes(3);

    /// <summary>Runs that found nothing are noted only now and then: a write each second would wear out the disk for no news.</summary>
    internal static readonly Duration NoteEvery = Duration.FromSeconds(60);

    /// <summary>A run itself takes a moment, and so does its note.</summary>
    private static readonly Duration Moment = Duration.FromSeconds(15);

    /// <summary>Whether it is at it all the time, so that its last note is older than its last run.</summary>
    public static bool RunsUnnoted(RecurringJob job, JobState? state, Instant now) =>
        Duration.FromTimeSpan(job.Every) < NoteEvery && state is { LastProblem: null, LastEndedAt: { } last }
        && now - last <= NoteEvery + Duration.FromTimeSpan(job.Every) + Moment;

    /// <summary>Whether no run ended since three of its pauses, and the grace, ago.</summary>
    public static bool IsLate(RecurringJob job, JobState? state, Instant now) => state?.LastEndedAt is { } last && IsOverdue(job, last, now);

    /// <summary>The same for a moment from which on it should have run.</summary>
    public static bool IsOverdue(RecurringJob job, Instant since, Instant now) => now - since > (Duration.FromTimeSpan(job.Every) * 3) + Grace;

    /// <summary>Whether nothing at all has run since a moment: some jobs look every second, so the whole timetable is dead and not one of its jobs.</summary>
    public static bool IsSilence(Instant since, Instant now) => now - since > Grace;
}
