using BookingPortal.Core.Data;

namespace BookingPortal.Core.Bookings;

/// <summary>Gives events their place in the gapless stream: at the commit where there is one writer, by a sequencer where there are many.</summary>
public interface IEventNumbering
{
    Task NumberAsync(WriteScope scope, BookingEvent happened);

    /// <summary>The same for many events at once, in their order.</summary>
    Task NumberAsync(WriteScope scope, IReadOnlyList<BookingEvent> happened);
}
