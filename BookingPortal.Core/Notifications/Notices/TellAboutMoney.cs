using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Looks for money that moved and that its customer was not told of: a receipt for what came, a note for what went back. Mark and message are one commit.</summary>
public sealed class TellAboutMoney(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, LeaveEffects leaveEffects, IClock clock)
{
    private const int AtOnce = 50;

    /// <returns>How many payments and refunds were told of; call again at once while it is not 0.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        await using (PortalContext db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!await Came(db).AnyAsync(cancellationToken) && !await WentBack(db).AnyAsync(cancellationToken))
            {
                return 0;
            }
        }

        return await writes.RunAsync(TellAsync, cancellationToken);
    }

    private static IQueryable<Payment> Came(PortalContext db) => db.Payments.Where(payment => payment.ToldAt == null
        && (payment.State == PaymentState.Paid || payment.State == PaymentState.PartRefunded || payment.State == PaymentState.Refunded));

    private static IQueryable<Refund> WentBack(PortalContext db) => db.Refunds.Where(refund => refund.ToldAt == null && refund.State == RefundState.Done);

    private async Task<int> TellAsync(WriteScope scope)
    {
        Instant now = clock.GetCurrentInstant();
        List<Payment> payments = await Came(scope.Db).OrderBy(payment => payment.CreatedAt).Take(AtOnce).ToListAsync();
        List<Refund> refunds = await WentBack(scope.Db).OrderBy(refund => refund.CreatedAt).Take(AtOnce).ToListAsync();
        Guid[] paymentIds = [.. refunds.Select(refund => refund.PaymentId)];
        Dictionary<Guid, Payment> byId = await scope.Db.Payments.Where(payment => paymentIds.Contains(payment.Id)).ToDictionaryAsync(payment => payment.Id);
        Guid[] bookingIds = [.. payments.Select(payment => payment.BookingId).Concat(refunds.Select(refund => refund.BookingId)).Distinct()];
        Dictionary<Guid, Booking> bookings = await scope.Db.Bookings.AsNoTracking().Where(booking => bookingIds.Contains(booking.Id)).ToDictionaryAsync(booking => booking.Id);
        var planned = new List<PlannedEffect>();
        foreach (Payment payment in payments)
        {
            payment.ToldAt = now;
            Add(planned, bookings, payment.BookingId, NoticeKind.Receipt, payment.Amount, payment.Currency, payment.ChangedAt);
        }

        foreach (Refund refund in refunds)
        {
            refund.ToldAt = now;
            Add(planned, bookings, refund.BookingId, NoticeKind.Refund, refund.Amount, byId[refund.PaymentId].Currency, now);
        }

        await scope.Db.SaveChangesAsync();
        await leaveEffects.RunAsync(scope, planned, now);
        return payments.Count + refunds.Count;
    }

    private static void Add(
        List<PlannedEffect> planned, Dictionary<Guid, Booking> bookings, Guid bookingId, NoticeKind kind, long amount, string currency, Instant at)
    {
        if (!bookings.TryGetValue(bookingId, out Booking? booking) || booking.Customer.Email.Length == 0)
        {
            return;
        }

        NoticePayload payload = NoticePayload.Of(kind) with
        {
            Name = booking.Customer.Name, Locale = booking.Customer.Locale, Amount = amount, Currency = currency, At = NoticePayload.Print(at),
        };
        planned.Add(new PlannedEffect(NoticeEffects.Mail, NoticeEffects.ToAddress(booking.Customer.Email), payload.Write())
        {
            BookingId = booking.Id,
            BookingVersion = booking.Version,
        });
    }
}
