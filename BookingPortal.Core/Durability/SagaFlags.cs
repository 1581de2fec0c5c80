using NodaTime;

namespace BookingPortal.Core.Durability;

/// <summary>Marks a saga for a person to look at, whatever step it is in.</summary>
public static class SagaFlags
{
    public static void Review(Saga saga, string step, string why, Instant now)
    {
        (saga.NeedsReview, saga.Problem) = (true, why);
        Note(saga, now, step, "review", why);
        saga.Version++;
    }

    public static void Note(Saga saga, Instant now, string step, string what, string? why = null) =>
        saga.Log = [.. saga.Log, new SagaEntry(now.ToUnixTimeMilliseconds(), step, what, why)];
}
