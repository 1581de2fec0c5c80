namespace BookingPortal.Core.Payments;

/// <summary>The money of one booking at a glance, in minor units of its currency.</summary>
/// <param name="Due">Asked for and not paid yet.</param>
/// <param name="Paid">All that was taken, returned or not.</param>
/// <param name="GoingBack">Decided to go back, and not arrived so far.</param>
/// <param name="Returned">What went back.</param>
public sealed record PaymentSummary(long Due, long Paid, long GoingBack, long Returned)
{
    public static PaymentSummary Of(IReadOnlyCollection<Payment> payments, IReadOnlyCollection<Refund> refunds) => new(
        Due: payments.Where(payment => payment.State == PaymentState.Pending).Sum(payment => payment.Amount),
        Paid: payments.Where(payment => payment.State is PaymentState.Paid or PaymentState.PartRefunded or PaymentState.Refunded).Sum(payment => payment.Amount),
        GoingBack: refunds.Where(refund => refund.State != RefundState.Done).Sum(refund => refund.Amount),
        Returned: payments.Sum(payment => payment.Refunded));
}
