using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>Money that was on its way back came to the gateway again: the refund is open, and a person has to see to it.</summary>
public sealed class TakeRefundBack(IWriteQueue writes, FailedRefunds failedRefunds, IClock clock)
{
    /// <param name="AtCommit">What else belongs to the same commit.</param>
    public sealed record Request(Guid RefundId, string Why, Func<WriteScope, Task>? AtCommit = null);

    /// <returns>False when the portal has no such refund.</returns>
    public Task<bool> RunAsync(Request request, CancellationToken cancellationToken = default) =>
        writes.RunAsync(scope => TakeBackAsync(scope, request), cancellationToken);

    private async Task<bool> TakeBackAsync(WriteScope scope, Request request)
    {
        Instant now = clock.GetCurrentInstant();
        Refund? refund = await scope.Db.Refunds.SingleOrDefaultAsync(each => each.Id == request.RefundId);
        if (refund is null)
        {
            return false;
        }

        Payment payment = await scope.Db.Payments.SingleAsync(each => each.Id == refund.PaymentId);
        if (refund.State == RefundState.Done)
        {
            payment.Refunded -= refund.Amount;
            payment.State = payment.Refunded == 0 ? PaymentState.Paid : PaymentState.PartRefunded;
            payment.ChangedAt = now;
            payment.Version++;
        }

        (refund.State, refund.Problem) = (RefundState.NeedsPerson, request.Why);
        await failedRefunds.RunAsync(scope, payment, refund, now);
        if (request.AtCommit is not null)
        {
            await request.AtCommit(scope);
        }

        return true;
    }
}
