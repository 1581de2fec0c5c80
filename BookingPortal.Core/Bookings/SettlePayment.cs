using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>
/// Takes the gateway's word on a payment, from a webhook, a poll or the test till. The same word twice changes nothing;
/// money that comes too late revives the booking if its time is free, and goes back if not.
/// </summary>
public sealed class SettlePayment(
    IDbContextFactory<PortalContext> contexts,
    SagaWrites writes,
    ReadCatalog readCatalog,
    BookingSagas sagas,
    RestoreBooking restoreBooking,
    IClock clock)
{
    private const string By = "payment";

    /// <param name="AtCommit">What else belongs to the same commit, such as the mark that a webhook was seen.</param>
    /// <param name="Page">The page that the answer is about, where the gateway named one: that another one has run out says nothing.</param>
    public sealed record Request(Guid PaymentId, GatewayAnswer Answer, Func<WriteScope, Task>? AtCommit = null, string? Page = null);

    public async Task<Outcome<Booking>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Outcome<Booking> taken = await writes.RunAsync(scope => TakeAsync(scope, request, catalog), cancellationToken);
        return taken.TryGet(out Booking? booking, out Refusal? refusal)
            ? await ReviveOrReturnAsync(booking, cancellationToken)
            : refusal;
    }

    /// <summary>Money that was paid for a booking that had ended: also looked for by a job, should the process have died in between.</summary>
    public async Task<Outcome<Booking>> ReviveOrReturnAsync(Booking booking, CancellationToken cancellationToken = default)
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

    private async Task<Outcome<Booking>> TakeAsync(WriteScope scope, Request request, CatalogSnapshot catalog)
    {
        Payment? payment = await scope.Db.Payments.SingleOrDefaultAsync(each => each.Id == request.PaymentId);
        if (payment is null)
        {
            return new Refusal.NotFound("this payment");
        }

        Booking booking = await scope.Db.Bookings.SingleAsync(each => each.Id == payment.BookingId);
        Service service = catalog.Service(booking.ServiceId);
        Instant now = clock.GetCurrentInstant();
        if (request.AtCommit is not null)
        {
            await request.AtCommit(scope);
        }

        switch (request.Answer)
        {
            case GatewayAnswer.Paid paid when payment.State is PaymentState.Pending or PaymentState.Authorised or PaymentState.Failed:
                await MarkPaidAsync(scope, payment, paid, now);
                await GoOnAsync(scope, booking, service, payment, now);
                break;
            case GatewayAnswer.Refused refused when payment.State is PaymentState.Pending or PaymentState.Authorised
                && (request.Page is null || request.Page == payment.GatewayReference):
                (payment.State, payment.Problem, payment.ChangedAt) = (PaymentState.Failed, refused.Reason, now);
                payment.Version++;
                await scope.Db.SaveChangesAsync();

                // Where it could not be taken back before, a person decides when it is tried again, not every answer of the gateway.
                if (booking.Status == BookingStatus.PendingPayment && (await sagas.FindAsync(scope, booking, now)).Status != SagaStatus.Paused)
                {
                    await sagas.AbandonAsync(scope, booking, service, BookingStatus.Expired, By, refused.Reason, now);
                }

                break;
        }

        await scope.Db.SaveChangesAsync();
        return booking;
    }

    private async Task GoOnAsync(WriteScope scope, Booking booking, Service service, Payment payment, Instant now)
    {
        List<Payment> others = await scope.Db.Payments.Where(each => each.BookingId == booking.Id && each.Id != payment.Id).ToListAsync();
        if (others.Exists(Payment.IsMoney))
        {
            // A page that was thought to be closed was paid on all the same.
            await Refunds.ReturnAsync(scope, payment, keep: 0, "The booking had been paid already.", now);
            return;
        }

        foreach (Payment other in others)
        {
            await Refunds.CallOffAsync(scope, other, "It was paid on another page.", now);
        }

        if (booking.Status == BookingStatus.PendingPayment)
        {
            await sagas.ResumeAsync(scope, booking, service, By, null, now);
        }
        else if (booking.Status is BookingStatus.Cancelled or BookingStatus.Declined)
        {
            await Refunds.ReturnAsync(scope, payment, booking.FeeAmount, "Paid after the booking was cancelled.", now);
        }
    }

    private static async Task MarkPaidAsync(WriteScope scope, Payment payment, GatewayAnswer.Paid paid, Instant now)
    {
        (payment.State, payment.Problem, payment.ChangedAt) = (PaymentState.Paid, null, now);
        payment.GatewayReference ??= paid.GatewayReference;
        payment.Version++;
        await scope.Db.SaveChangesAsync();
    }

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
