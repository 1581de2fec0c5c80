using NodaTime;

namespace BookingPortal.Core.Durability;

/// <summary>How long to wait before the next try: 1, 5, 10, 30, 60 seconds, then doubling.</summary>
public static class Backoff
{
    private static readonly int[] FirstSeconds = [1, 5, 10, 30, 60];
    private static readonly Duration Longest = Duration.FromHours(6);

    /// <param name="attempts">Failed tries so far, at least 1.</param>
    /// <param name="jitter">0 … 1; spreads the tries of many that failed together over a fifth of the wait.</param>
    public static Duration After(int attempts, double jitter)
    {
        double seconds = attempts <= FirstSeconds.Length
            ? FirstSeconds[attempts - 1]
            : FirstSeconds[^1] * Math.Pow(2, Math.Min(attempts - FirstSeconds.Length, 20));
        Duration wait = Duration.FromSeconds(seconds * (1 + (jitter / 5)));
        return Duration.Min(wait, Longest);
    }
}
