using BookingPortal.Core.Data;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>The port to whoever follows what happens to bookings: every event, in order, without a gap.</summary>
public interface IEventSubscriber
{
    /// <summary>Names its position; never changes.</summary>
    string Name { get; }

    /// <summary>Takes some events in the write that moves its position, so that it takes each once however often the process dies.</summary>
    /// <param name="isReplay">It had them before: it may mend what it keeps, but has no effects on the world again.</param>
    Task TakeAsync(WriteScope scope, IReadOnlyList<ReadEvents.Item> events, bool isReplay);
}
