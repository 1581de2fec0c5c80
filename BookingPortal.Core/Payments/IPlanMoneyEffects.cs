using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Outbox;

namespace BookingPortal.Core.Payments;

/// <summary>
/// The port by which money that moved comes to its effects. It is asked inside the transaction in which it moved, so it only
/// thinks: no database, no network. Payments does not know who answers.
/// </summary>
public interface IPlanMoneyEffects
{
    /// <summary>What its customer is to hear; nothing is an answer too.</summary>
    IEnumerable<PlannedEffect> Plan(Booking booking, MoneyNews news);
}
