using static BookingPortal.Core.Bookings.BookingStatus;
using static BookingPortal.Core.Bookings.BookingVerb;

namespace BookingPortal.Core.Bookings;

/// <summary>
/// The whole life of a booking in one table. A pair that is not here does not exist: it is refused by name, never ignored.
/// </summary>
public static class Lifecycle
{
    private static readonly Dictionary<(BookingStatus From, BookingVerb Verb), BookingStatus> Table = new()
    {
        // Where approval leads to payment, Approve's answer is replaced by the saga; see AfterApproval.
        [(PendingApproval, Approve)] = Confirmed,
        [(PendingApproval, Decline)] = Declined,
        [(PendingApproval, TimeOut)] = Expired,
        [(PendingApproval, Cancel)] = Cancelled,
        [(PendingApproval, Reschedule)] = PendingApproval,

        // Where the service asks for approval again, a move's answer is replaced; see AfterMove.
        [(PendingPayment, Pay)] = Confirmed,
        [(PendingPayment, RefusePayment)] = Expired,
        [(PendingPayment, TimeOut)] = Expired,
        [(PendingPayment, Cancel)] = Cancelled,
        [(PendingPayment, Reschedule)] = PendingPayment,

        [(Confirmed, CheckIn)] = CheckedIn,
        [(Confirmed, Complete)] = Completed,
        [(Confirmed, Cancel)] = Cancelled,
        [(Confirmed, Reschedule)] = Confirmed,
        [(Confirmed, MarkNoShow)] = NoShow,

        [(CheckedIn, Complete)] = Completed,
        [(CheckedIn, Undo)] = Confirmed,
        [(CheckedIn, Reschedule)] = CheckedIn,
        [(CheckedIn, Cancel)] = Cancelled,

        [(Completed, Undo)] = CheckedIn,
        [(NoShow, Undo)] = Confirmed,
        [(Cancelled, Restore)] = Confirmed,
        [(Expired, PayLate)] = Confirmed,
    };

    /// <summary>The status that follows, or null where the verb does not exist for this status.</summary>
    public static BookingStatus? Next(BookingStatus from, BookingVerb verb) =>
        Table.TryGetValue((from, verb), out BookingStatus to) ? to : null;

    /// <summary>After approval a booking that costs something in advance waits for its payment.</summary>
    public static BookingStatus AfterApproval(bool paymentIsDue) => paymentIsDue ? PendingPayment : Confirmed;

    /// <summary>
    /// After a move by its customer, a booking whose service asks again waits for a yes once more: what stands, and what was agreed to
    /// and waits for its money. Staff who move have agreed by that, and who has arrived is not asked about any more.
    /// </summary>
    public static BookingStatus AfterMove(BookingStatus moved, bool asksAgain) =>
        asksAgain && (moved is Confirmed or PendingPayment) ? PendingApproval : Next(moved, Reschedule)!.Value;

    /// <summary>Whether a booking of this status keeps its claims. The past keeps them too: it is not rebooked.</summary>
    public static bool HoldsClaims(BookingStatus status) => status switch
    {
        PendingApproval or PendingPayment or Confirmed or CheckedIn or Completed or NoShow => true,
        Cancelled or Declined or Expired => false,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status is not in the lifecycle."),
    };

    /// <summary>What can be done to a booking of this status, in the order of the table.</summary>
    public static IEnumerable<BookingVerb> VerbsFrom(BookingStatus status) =>
        Table.Keys.Where(pair => pair.From == status).Select(pair => pair.Verb);
}
