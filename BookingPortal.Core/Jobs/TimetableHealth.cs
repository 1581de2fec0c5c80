namespace BookingPortal.Core.Jobs;

/// <summary>Whether this node's timetable runs: some of its jobs look every second, so silence means that it has stopped.</summary>
public sealed class TimetableHealth(TimeProvider time)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    /// <summary>0 while no timetable is expected on this node.</summary>
    private long _lastSign;

    /// <summary>Null where the timetable lies in this node's memory.</summary>
    private volatile Func<CancellationToken, Task<string?>>? _store;

    /// <summary>A timetable was started, or a run of a job ended.</summary>
    public void Sign() => Interlocked.Exchange(ref _lastSign, time.GetTimestamp());

    /// <summary>How to ask whether what the nodes share of the timetable is as it should be.</summary>
    public void Watch(Func<CancellationToken, Task<string?>> store) => _store = store;

    /// <summary>What is wrong, in one line; null when all is well, or when this node has no timetable.</summary>
    public async Task<string?> RunAsync(CancellationToken cancellationToken = default) =>
        Silent() ?? (_store is { } store ? await store(cancellationToken) : null);

    private string? Silent() => Interlocked.Read(ref _lastSign) is var last and not 0 && time.GetElapsedTime(last) > Silence
        ? $"The timetable has run nothing for {time.GetElapsedTime(last).TotalMinutes:0} minutes."
        : null;
}
