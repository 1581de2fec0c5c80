using NodaTime;

namespace BookingPortal.Core.Durability;

/// <summary>Marks a saga for a person to look at, whatever step it is in.</summary>
public static class SagaFlags
{
    internal const string Again = "again";
    internal const string Paused = "paused";
    internal const string Skipped = "skipped";
    internal const string TakenOver = "taken over";

    /// <summary>What a row and a list have room for; the whole is in the log of the portal.</summary>
    private const int LongestProblem = 500;

    public static void Review(Saga saga, string step, string why, Instant now)
    {
        (saga.NeedsReview, saga.Problem) = (true, Short(why));
        Note(saga, now, step, "review", why);
        saga.Version++;
    }

    /// <summary>The step that could not be taken back, where the saga is paused.</summary>
    internal static string? StuckAt(Saga saga) => saga.Status == SagaStatus.Paused ? saga.Log.LastOrDefault(entry => entry.What == Paused)?.Step : null;

    /// <summary>Whether a person has left this step out since the saga was last led back to where it begins.</summary>
    internal static bool IsSkipped(Saga saga, string step) => saga.Log.Reverse().TakeWhile(entry => entry.What != Again).Any(entry => entry.What == Skipped && entry.Step == step);

    public static void Note(Saga saga, Instant now, string step, string what, string? why = null) =>
        saga.Log = [.. saga.Log, new SagaEntry(now.ToUnixTimeMilliseconds(), step, what, why is null ? null : Short(why))];

    internal static string Short(string text) => text.Length <= LongestProblem ? text : string.Concat(text.AsSpan(0, LongestProblem - 1), "…");
}
