using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>Whose a booking is: the same address is the same person, without one the same number, and without either nobody but this one visitor.</summary>
internal static class PersonOf
{
    /// <summary>Somebody is to come, or may be.</summary>
    internal static readonly BookingStatus[] Open = [BookingStatus.PendingApproval, BookingStatus.PendingPayment, BookingStatus.Confirmed, BookingStatus.CheckedIn];

    private static readonly SagaStatus[] GoesOn = [SagaStatus.Running, SagaStatus.Waiting, SagaStatus.Undoing];

    /// <summary>Dead ones wait for a manager; what somebody has seen to by hand is over, though its refund or saga still says what went wrong.</summary>
    private static readonly string[] Letters = [UndoLetter.Kind, RefundLetter.Kind];

    private static readonly BookingStatus[] Over = [BookingStatus.Completed, BookingStatus.NoShow];

    /// <param name="EndsAt">Unix time in milliseconds.</param>
    public sealed record One(Guid BookingId, long EndsAt, string Who);

    /// <summary>All bookings whose person is not forgotten.</summary>
    /// <param name="after">Of those persons who come after this one by name; empty = all.</param>
    public static IQueryable<One> All(PortalContext db, string after = "") => db.Database.SqlQuery<One>(
        $"""
        SELECT "BookingId", "EndsAt", "Who" FROM (
            SELECT "Id" AS "BookingId", "EndsAt",
                CASE WHEN "Customer_Email" <> '' THEN LOWER("Customer_Email") ELSE COALESCE("Customer_Phone", "Reference") END AS "Who"
            FROM "Bookings" WHERE "Customer_Name" <> {Customer.Forgotten.Name}) AS "Known"
        WHERE "Who" > {after}
        """);

    /// <summary>Those whose person somebody still has to reach: a visit that is not over, money that is on its way or may still come, a saga that goes on.</summary>
    public static async Task<List<Guid>> NeededAsync(PortalContext db, IReadOnlyList<Guid> bookings, Instant now)
    {
        List<Guid> needed = [];
        Instant open = now - AskAboutPayments.PageLives;
        foreach (Guid[] some in bookings.Chunk(ErasePerson.AtOnce))
        {
            needed.AddRange(await db.Bookings
                .Where(booking => some.Contains(booking.Id))
                .Where(booking => Open.Contains(booking.Status)
                    || (Over.Contains(booking.Status) && booking.EndsAt > now)
                    || db.Refunds.Any(refund => refund.BookingId == booking.Id && refund.State == RefundState.Pending)
                    || db.Payments.Any(payment => payment.BookingId == booking.Id && payment.GatewayReference != null && payment.CreatedAt > open
                        && (payment.State == PaymentState.Pending || payment.State == PaymentState.Authorised || payment.State == PaymentState.Failed))
                    || (booking.Status == BookingStatus.Expired && db.Payments.Any(payment => payment.BookingId == booking.Id && payment.State == PaymentState.Paid
                        && !db.Refunds.Any(refund => refund.PaymentId == payment.Id)))
                    || db.OutboxMessages.Any(letter => letter.BookingId == booking.Id && letter.Status == OutboxStatus.Dead && Letters.Contains(letter.Kind))
                    || db.Sagas.Any(saga => saga.Id == booking.Id && (saga.NeedsReview || GoesOn.Contains(saga.Status))))
                .Select(booking => booking.Id)
                .ToListAsync());
        }

        return needed;
    }
}
