using NodaTime;

namespace BookingPortal.Core.Jobs;

/// <summary>When a job counts as having missed its time.</summary>
public static class Timeliness
{
    /// <summary>A run may be long, a node may restart, and idle runs are noted only now and then.</summary>
    private static readonly Duration Grace = Duration.FromMinutes(3);

    /// <summary>Whether no run ended since three of its pauses, and the grace, ago. A job that never ran is late only once others have run, and then the watch says so.</summary>
    public static bool IsLate(RecurringJob job, JobState? state, Instant now) =>
        state?.LastEndedAt is { } last && now - last > (Duration.FromTimeSpan(job.Every) * 3) + Grace;
}
