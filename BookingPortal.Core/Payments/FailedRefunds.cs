using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>Money that does not go back is seen wherever the booking is, and is a dead letter that a manager tries again or sees to by hand.</summary>
public sealed class FailedRefunds(LeaveDeadLetter leaveDeadLetter)
{
    private const string Step = "payment";

    public async Task RunAsync(WriteScope scope, Payment payment, Refund refund, Instant now)
    {
        string why = refund.Problem ?? "The refund failed.";
        if (await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == refund.BookingId) is { } saga)
        {
            SagaFlags.Review(saga, Step, why, now);
        }

        await scope.Db.SaveChangesAsync();
        int version = await scope.Db.Bookings.Where(booking => booking.Id == refund.BookingId).Select(booking => booking.Version).SingleAsync();
        await leaveDeadLetter.RunAsync(scope, RefundLetter.For(payment, refund, version), why, now);
    }

    /// <summary>Somebody sees by hand to what these letters were to send back: it must not go out as well, not even where a try was under way.</summary>
    internal static async Task LeaveToPersonAsync(WriteScope scope, IEnumerable<OutboxMessage> letters)
    {
        Guid[] ids = [.. letters.Where(letter => letter.Kind == RefundLetter.Kind).Select(letter => RefundLetter.Read(letter.Payload).RefundId)];
        foreach (Refund refund in await scope.Db.Refunds.Where(each => ids.Contains(each.Id) && each.State == RefundState.Pending).ToListAsync())
        {
            refund.State = RefundState.NeedsPerson;
        }

        await scope.Db.SaveChangesAsync();
    }

    /// <summary>It went back after all: where nothing else is open, nobody needs to look at the booking any more.</summary>
    internal static async Task EndAsync(WriteScope scope, Refund refund, Instant now)
    {
        bool isLast = !await scope.Db.Refunds.AnyAsync(other => other.BookingId == refund.BookingId && other.Id != refund.Id && other.State == RefundState.NeedsPerson);
        if (isLast && await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == refund.BookingId) is { NeedsReview: true, Status: SagaStatus.Done or SagaStatus.Undone } saga)
        {
            SagaFlags.Note(saga, now, Step, "done", "The money went back.");
            (saga.NeedsReview, saga.Problem) = (false, null);
            saga.Version++;
        }
    }
}
