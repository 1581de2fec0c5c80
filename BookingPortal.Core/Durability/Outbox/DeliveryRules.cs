using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>What an answer means for the message: done, another try at a certain time, or the end.</summary>
public static class DeliveryRules
{
    /// <summary>Tries end this long after the first one.</summary>
    public static readonly Duration TryFor = Duration.FromHours(24);

    /// <param name="DueAt">The next try; null when there is none.</param>
    /// <param name="IsHeld">It only waits for its time: as if it had not been tried.</param>
    public readonly record struct Verdict(OutboxStatus Status, Instant? DueAt, string? Problem, AttemptOutcome Outcome, bool IsHeld = false);

    /// <param name="jitter">0 … 1.</param>
    public static Verdict Judge(TriedMessage tried, Instant now, double jitter) => tried.Answer switch
    {
        EffectAnswer.Delivered => new(OutboxStatus.Delivered, null, null, AttemptOutcome.Delivered),
        EffectAnswer.Pointless pointless => new(OutboxStatus.Expired, null, pointless.Why, AttemptOutcome.Pointless),
        EffectAnswer.Refused { Permanent: true } refused => new(OutboxStatus.Dead, null, refused.Why, AttemptOutcome.Refused),
        EffectAnswer.Refused refused => Again(tried, refused.Why, null, now, jitter),
        EffectAnswer.NotYet held => new(OutboxStatus.Waiting, Earlier(held.Until, tried.Taken.PointlessAfter), held.Why, AttemptOutcome.Later, IsHeld: true),
        EffectAnswer.TryAgain again => Again(tried, again.Why, again.NotBefore, now, jitter),
        _ => throw new ArgumentException("A message that was given back untried has no verdict.", nameof(tried)),
    };

    private static Verdict Again(TriedMessage tried, string why, Instant? notBefore, Instant now, double jitter)
    {
        AttemptOutcome outcome = tried.IsFault ? AttemptOutcome.Failed : AttemptOutcome.Later;
        Instant last = tried.Taken.FirstTriedAt + TryFor;
        if (now >= last)
        {
            return new(OutboxStatus.Dead, null, $"{why} It was tried {tried.Taken.Effect.Attempt} times in {TryFor.TotalHours:0} hours.", outcome);
        }

        Instant next = now + Backoff.After(tried.Taken.Effect.Attempt, jitter);
        next = Instant.Min(Instant.Max(next, notBefore ?? next), last); // the last try is at the very end
        return new(OutboxStatus.Waiting, Earlier(next, tried.Taken.PointlessAfter), why, outcome);
    }

    private static Instant Earlier(Instant next, Instant? pointlessAfter) => pointlessAfter is { } pointless ? Instant.Min(next, pointless) : next;
}
