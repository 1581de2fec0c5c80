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
    SagaWrites writes,
    ReadCatalog readCatalog,
    BookingSagas sagas,
    SettleLateMoney settleLateMoney,
    LeaveMoneyEffects leaveMoneyEffects,
    IClock clock)
{
    private const string By = SettleLateMoney.By;

    /// <param name="AtCommit">What else belongs to the same commit, such as the mark that a webhook was seen.</param>
    /// <param name="Page">The page that the answer is about, where the gateway named one: that another one has run out says nothing.</param>
    public sealed record Request(Guid PaymentId, GatewayAnswer Answer, Func<WriteScope, Task>? AtCommit = null, string? Page = null);

    public async Task<Outcome<Booking>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Outcome<Booking> taken = await writes.RunAsync(scope => TakeAsync(scope, request, catalog), cancellationToken);
        return taken.TryGet(out Booking? booking, out Refusal? refusal)
            ? await settleLateMoney.RunAsync(booking, cancellationToken)
            : refusal;
    }

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
                await leaveMoneyEffects.RunAsync(scope, booking, new MoneyNews.Came(payment, now)); // behind the confirmation, where it confirms
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
}
