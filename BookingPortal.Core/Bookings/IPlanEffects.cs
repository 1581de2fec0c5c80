using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Outbox;

namespace BookingPortal.Core.Bookings;

/// <summary>
/// The port by which a change of a booking comes to its effects. It is asked inside the transaction of the change, so it
/// only thinks: no database, no network. Bookings does not know who answers.
/// </summary>
public interface IPlanEffects
{
    /// <summary>
    /// One effect for every mail, message or call that this change causes; none is an answer too. It is asked again when the
    /// reader of the event stream makes sure that all are there: kind, destination and topic name an effect of an event.
    /// </summary>
    IEnumerable<PlannedEffect> Plan(Booking booking, Service service, Site site, BookingEvent happened);
}
