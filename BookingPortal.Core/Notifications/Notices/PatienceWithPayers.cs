using BookingPortal.Core.Bookings;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>How long somebody who is on the gateway's page is left alone before a mail says how their booking stands.</summary>
internal static class PatienceWithPayers
{
    /// <summary>Most have paid by then, and need no mail that asks them to.</summary>
    private static readonly Duration Longest = Duration.FromMinutes(5);

    /// <summary>A quarter of the time to pay at most, so that enough of it is left.</summary>
    public static Duration Of(SagaSettings sagas) => Duration.Min(Longest, Duration.FromMinutes(sagas.PaymentMinutes) / 4);

    /// <summary>
    /// Whether the gateway gave its page so late that nobody was led there: then a mail must, and the one that says how the booking
    /// stands need not go out any more. A little earlier than that one is due, so that of two writes at that moment one of them goes.
    /// </summary>
    /// <param name="asked">When the payment was asked for.</param>
    /// <param name="payable">When the gateway gave its page.</param>
    public static bool IsLate(SagaSettings sagas, Instant asked, Instant payable) => payable - asked >= Of(sagas) * 4 / 5;
}
