using NodaTime;

namespace BookingPortal.Core.Jobs;

/// <summary>How a job of the timetable stands: one row each, whichever node ran it last.</summary>
public sealed class JobState
{
    public required string Name { get; init; }

    public required long EverySeconds { get; set; }

    public Instant? LastStartedAt { get; set; }

    /// <summary>When a run last came to its end, well or not.</summary>
    public Instant? LastEndedAt { get; set; }

    public long LastTookMilliseconds { get; set; }

    /// <summary>How much was due in the last run.</summary>
    public int LastDone { get; set; }

    public Instant? LastSucceededAt { get; set; }

    /// <summary>Why the last run failed; null when it went well.</summary>
    public string? LastProblem { get; set; }

    /// <summary>Runs in a row that failed.</summary>
    public int FailuresInARow { get; set; }

    /// <summary>The process that ran it last.</summary>
    public string? LastNode { get; set; }

    /// <summary>When it should run next, as far as its last run could tell.</summary>
    public Instant? NextAt { get; set; }
}

/// <summary>One run of a job that did something or failed; runs that found nothing to do leave no row.</summary>
public sealed class JobRun
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Job { get; init; }

    public required Instant StartedAt { get; init; }

    public required long TookMilliseconds { get; init; }

    public required int Done { get; init; }

    /// <summary>Why it failed; null when it went well.</summary>
    public string? Problem { get; init; }

    public required string Node { get; init; }
}
