using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Money that was paid for a booking that had ended revives it if its time is free, and goes back if not. Also looked for by a job, should the process have died in between.</summary>
public sealed class SettleLateMoney(IDbContextFactory<PortalContext> contexts, SagaWrites writes, RestoreBooking restoreBooking, IClock clock)
{
    internal const string By = "payment";

    public async Task<Outcome<Booking>> RunAsync(Booking booking, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        bool isLate = booking.Status == BookingStatus.Expired && await db.Payments.AnyAsync(
            payment => payment.BookingId == booking.Id && payment.State == PaymentState.Paid
                && !db.Refunds.Any(refund => refund.PaymentId == payment.Id),
            cancellationToken);
        if (!isLate)
        {
            return booking;
        }

        if (await MayComeBack(db, clock.GetCurrentInstant()).AnyAsync(each => each.Id == booking.Id, cancellationToken))
        {
            var late = new ChangeRequest(booking.Id, By, IsStaff: true, "Paid late");
            Outcome<Booking> revived = await restoreBooking.RunAsync(new RestoreBooking.Request(late, BookingVerb.PayLate), cancellationToken);
            if (!revived.IsRefused)
            {
                return revived;
            }
        }

        return await writes.RunAsync(scope => ReturnAsync(scope, booking.Id, "Paid after the time was given away."), cancellationToken);
    }

    /// <summary>
    /// Bookings that ran out and that money may still bring back: not one whose visit has begun, nor one to which nobody agreed in time.
    /// Otherwise the claims decide.
    /// </summary>
    internal static IQueryable<Booking> MayComeBack(PortalContext db, Instant now) => db.Bookings.Where(booking =>
        booking.Status == BookingStatus.Expired
        && booking.StartsAt > now
        && !db.ApprovalRequests.Any(asked => asked.BookingId == booking.Id && asked.State == ApprovalState.RanOut));

    /// <summary>Two may settle the same money at once, a poll and a webhook: for whom it has revived the booking meanwhile, it stays.</summary>
    private async Task<Outcome<Booking>> ReturnAsync(WriteScope scope, Guid bookingId, string reason)
    {
        Booking booking = await scope.Db.Bookings.SingleAsync(each => each.Id == bookingId);
        if (booking.Status != BookingStatus.Expired)
        {
            return booking;
        }

        foreach (Payment payment in await scope.Db.Payments.Where(each => each.BookingId == booking.Id).ToListAsync())
        {
            await Refunds.ReturnAsync(scope, payment, keep: 0, reason, clock.GetCurrentInstant());
        }

        return booking;
    }
}
