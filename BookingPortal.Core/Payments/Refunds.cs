using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>Decides what goes back to the customer, in the write that makes it due; sending it is <see cref="SendRefunds"/>'s.</summary>
public static class Refunds
{
    /// <summary>Asks for it no longer; money that came already stays.</summary>
    public static Task CallOffAsync(WriteScope scope, Payment payment, string reason, Instant now) => ReturnAsync(scope, payment, payment.Amount, reason, now);

    /// <summary>Staff ask for nothing any more; what was paid all the same stays with the booking.</summary>
    public static async Task WaiveAsync(WriteScope scope, Guid bookingId, Instant now)
    {
        foreach (Payment payment in await scope.Db.Payments.Where(each => each.BookingId == bookingId).ToListAsync())
        {
            await CallOffAsync(scope, payment, "Waived by staff.", now);
        }
    }

    /// <summary>Returns what was paid, less what is kept; a payment that was not made yet is simply called off.</summary>
    /// <param name="keep">A cancellation fee, in minor units.</param>
    public static async Task ReturnAsync(WriteScope scope, Payment payment, long keep, string reason, Instant now)
    {
        switch (payment.State)
        {
            case PaymentState.Pending or PaymentState.Authorised:
                (payment.State, payment.Problem) = (PaymentState.Failed, reason);
                break;
            case PaymentState.Paid or PaymentState.PartRefunded:
                long onItsWay = await scope.Db.Refunds.Where(refund => refund.PaymentId == payment.Id).SumAsync(refund => refund.Amount);
                long amount = payment.Amount - keep - onItsWay;
                if (amount <= 0)
                {
                    return;
                }

                scope.Db.Refunds.Add(new Refund
                {
                    PaymentId = payment.Id,
                    BookingId = payment.BookingId,
                    Amount = amount,
                    Reason = reason,
                    State = RefundState.Pending,
                    DueAt = now,
                    CreatedAt = now,
                });
                break;
            default:
                return;
        }

        payment.ChangedAt = now;
        payment.Version++;
        await scope.Db.SaveChangesAsync();
    }
}
