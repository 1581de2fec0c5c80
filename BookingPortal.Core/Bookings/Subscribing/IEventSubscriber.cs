using BookingPortal.Core.Data;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>Some events of the stream, in order.</summary>
/// <param name="After">The last event that the reader had; where all is well the first one here is the next.</param>
/// <param name="IsReplay">It had them before: it may mend what it keeps, but what happened already outside does not happen again.</param>
public sealed record EventBatch(long After, IReadOnlyList<ReadEvents.Item> Events, bool IsReplay)
{
    public long First => After + 1;

    public long Last => Events[^1].Sequence;
}

/// <summary>The port to whoever follows what happens to bookings: every event, in order, without a gap.</summary>
public interface IEventSubscriber
{
    /// <summary>Names its position; never changes.</summary>
    string Name { get; }

    /// <summary>
    /// Looks at some events before the write, so that nobody who books waits while it reads. What comes back takes them, in the
    /// write that moves the position, so that each is taken once however often the process dies.
    /// </summary>
    Task<TakeEvents> LookAsync(EventBatch batch, CancellationToken cancellationToken);
}

/// <summary>Writes what a reader made of some events.</summary>
/// <returns>What a person should see to; null where all is well. It does not stop the reader.</returns>
public delegate Task<EventFinding?> TakeEvents(WriteScope scope);

/// <summary>Something that a reader came upon, and that stays until it has read that place again and found it mended.</summary>
/// <param name="Sequence">The first event that it is about.</param>
/// <param name="Words">For managers.</param>
public sealed record EventFinding(long Sequence, string Words);
