namespace BookingPortal.Core.Jobs;

/// <summary>Whether this node's timetable runs: some of its jobs look every second, so silence means that it has stopped.</summary>
public sealed class TimetableHealth(TimeProvider time)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    /// <summary>0 while no timetable is expected on this node.</summary>
    private long _lastSign;

    /// <summary>A timetable was started, or a run of a job ended.</summary>
    public void Sign() => Interlocked.Exchange(ref _lastSign, time.GetTimestamp());

    /// <summary>What is wrong, in one line; null when all is well, or when this node has no timetable.</summary>
    public string? Problem() => Interlocked.Read(ref _lastSign) is var last and not 0 && time.GetElapsedTime(last) > Silence
        ? $"The timetable has run nothing for {time.GetElapsedTime(last).TotalMinutes:0} minutes."
        : null;
}
