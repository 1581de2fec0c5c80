using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>What is left to be paid before a booking stands, as it is at this moment.</summary>
internal static class FindOpenPayment
{
    /// <returns>Null where nothing is: it waits for nobody's money.</returns>
    public static async Task<OpenPayment?> RunAsync(PortalContext db, Booking booking, CancellationToken cancellationToken = default)
    {
        Payment? payment = booking.Status != BookingStatus.PendingPayment ? null : await db.Payments.AsNoTracking()
            .Where(each => each.BookingId == booking.Id && each.State == PaymentState.Pending)
            .OrderByDescending(each => each.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (payment is null)
        {
            return null;
        }

        Saga? saga = await db.Sagas.AsNoTracking().SingleOrDefaultAsync(each => each.Id == booking.Id, cancellationToken);
        return saga switch
        {
            { Status: SagaStatus.Waiting } => new OpenPayment(payment.Amount, payment.Currency, payment.CreatedAt, saga.StepBeganAt, saga.DueAt),
            { Status: SagaStatus.Paused or SagaStatus.Undoing } => null, // it is being ended, and nobody is to pay for it
            _ => new OpenPayment(payment.Amount, payment.Currency, payment.CreatedAt, null, null),
        };
    }
}
