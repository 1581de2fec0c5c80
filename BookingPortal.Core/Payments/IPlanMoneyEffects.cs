using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Outbox;

namespace BookingPortal.Core.Payments;

/// <summary>
/// The port by which what happens to a payment comes to its effects. It is asked inside the transaction of the change, so it
/// only thinks: no database, no network. Payments does not know who answers.
/// </summary>
public interface IPlanMoneyEffects
{
    /// <summary>What its customer is to hear; nothing is an answer too.</summary>
    IEnumerable<PlannedEffect> Plan(Booking booking, MoneyNews news);
}
