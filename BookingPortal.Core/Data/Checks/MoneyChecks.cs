using BookingPortal.Core.Bookings;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Checks;

/// <summary>Money: no booking is paid twice, no more goes back than came, and each payment stands as its refunds say.</summary>
internal static class MoneyChecks
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(PortalContext db, CheckFacts facts, CancellationToken cancellationToken)
    {
        List<Payment> payments = await db.Payments.AsNoTracking().ToListAsync(cancellationToken);
        ILookup<Guid, Refund> refunds = (await db.Refunds.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(refund => refund.PaymentId);
        return
        [
            .. payments.Where(payment => !facts.Bookings.ContainsKey(payment.BookingId))
                .Select(payment => new Finding($"orphan: payment {payment.Id} belongs to booking {payment.BookingId}, which is not there")),
            .. payments.Where(payment => Payment.IsMoney(payment) && refunds[payment.Id].Sum(refund => refund.Amount) < payment.Amount)
                .GroupBy(payment => payment.BookingId).Where(paid => paid.Count() > 1)
                .Select(paid => new Finding($"paid twice: {facts.NameOf(paid.Key)} has {paid.Count()} payments that came")),
            .. payments.Select(payment => Forgotten(facts, payment)).OfType<Finding>(),
            .. payments.Select(payment => Problem(facts, payment, [.. refunds[payment.Id]])).OfType<Finding>(),
        ];
    }

    /// <summary>A booking that stands, or is over, waits for no money; while somebody is asked again, an open payment waits with it.</summary>
    private static Finding? Forgotten(CheckFacts facts, Payment payment) =>
        payment.State == PaymentState.Pending && facts.Bookings.TryGetValue(payment.BookingId, out BookingRow? booking)
            && booking.Known is { } status and not (BookingStatus.PendingPayment or BookingStatus.PendingApproval)
            ? new Finding($"half done: booking {booking.Reference} is {status}, and its payment is still asked for")
            : null;

    private static Finding? Problem(CheckFacts facts, Payment payment, List<Refund> refunds)
    {
        string name = $"the payment of {facts.NameOf(payment.BookingId)}";
        long all = refunds.Sum(refund => refund.Amount);
        long back = refunds.Where(refund => refund.State == RefundState.Done).Sum(refund => refund.Amount);
        if (all > payment.Amount)
        {
            return new Finding($"of {name} {all} of {payment.Amount} go back");
        }

        if (back != payment.Refunded)
        {
            return new Finding($"{name} says that {payment.Refunded} went back, and its refunds say {back}");
        }

        PaymentState should = back == 0 ? PaymentState.Paid : back == payment.Amount ? PaymentState.Refunded : PaymentState.PartRefunded;
        return Payment.IsMoney(payment) && payment.State != should
            ? new Finding($"{name} is {payment.State}, and {back} of {payment.Amount} went back")
            : !Payment.IsMoney(payment) && all > 0
                ? new Finding($"{name} is {payment.State}, and {all} go back all the same")
                : null;
    }
}
