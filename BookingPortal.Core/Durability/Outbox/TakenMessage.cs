using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>A message that this worker has to itself for a while.</summary>
/// <param name="Fence">What it writes must say this number; a later lease has a higher one.</param>
/// <param name="FirstTriedAt">When the tries began.</param>
public sealed record TakenMessage(Effect Effect, int Fence, Instant FirstTriedAt, Instant? PointlessAfter, string? TraceParent)
{
    private long _leaseUntil;

    /// <summary>Past this another worker may have it.</summary>
    public Instant LeaseUntil
    {
        get => Instant.FromUnixTimeMilliseconds(Interlocked.Read(ref _leaseUntil));
        set => Interlocked.Exchange(ref _leaseUntil, value.ToUnixTimeMilliseconds());
    }
}

/// <summary>What came of a message that was taken.</summary>
/// <param name="Answer">Null when it was given back untried.</param>
/// <param name="IsFault">The handler failed in a way nobody foresaw.</param>
public sealed record TriedMessage(TakenMessage Taken, EffectAnswer? Answer, Instant At, long TookMilliseconds, bool IsFault = false)
{
    public static TriedMessage GivenBack(TakenMessage taken, Instant now) => new(taken, null, now, 0);
}
