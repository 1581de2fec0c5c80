using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>Sends due refunds to the gateway until it has taken them, or until a person has to see to it.</summary>
public sealed class SendRefunds(
    IDbContextFactory<PortalContext> contexts, IWriteQueue writes, AskForPayment gateways, FailedRefunds failedRefunds, LeaveMoneyEffects leaveMoneyEffects, IClock clock)
{
    private static readonly Duration GiveUpAfter = Duration.FromHours(24);
    private const int AtOnce = 50;

    /// <returns>How many were tried.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Refund> due = await db.Refunds.AsNoTracking()
            .Where(refund => refund.State == RefundState.Pending && refund.DueAt <= now)
            .OrderBy(refund => refund.DueAt)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        foreach (Refund refund in due)
        {
            await SendAsync(db, refund, cancellationToken);
        }

        return due.Count;
    }

    /// <summary>One refund at once, where it is still open.</summary>
    /// <returns>As it stands then.</returns>
    public async Task<Refund> RunAsync(Guid refundId, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Refund refund = await db.Refunds.AsNoTracking().SingleAsync(each => each.Id == refundId, cancellationToken);
        if (refund.State == RefundState.Pending)
        {
            await SendAsync(db, refund, cancellationToken);
        }

        return await db.Refunds.AsNoTracking().SingleAsync(each => each.Id == refundId, cancellationToken);
    }

    private async Task SendAsync(PortalContext db, Refund refund, CancellationToken cancellationToken)
    {
        Payment payment = await db.Payments.AsNoTracking().SingleAsync(each => each.Id == refund.PaymentId, cancellationToken);
        GatewayAnswer answer = await gateways.GatewayOf(payment).RefundAsync(payment, refund, cancellationToken);
        await writes.RunAsync(scope => KeepAsync(scope, refund.Id, answer), cancellationToken);
    }

    private async Task<bool> KeepAsync(WriteScope scope, Guid refundId, GatewayAnswer answer)
    {
        Instant now = clock.GetCurrentInstant();
        Refund refund = await scope.Db.Refunds.SingleAsync(each => each.Id == refundId);
        bool isLeft = refund.State == RefundState.NeedsPerson && answer is GatewayAnswer.Refunded;
        if (refund.State != RefundState.Pending && !isLeft)
        {
            return false; // another worker was quicker, and the gateway knew the key
        }

        // What was on its way when somebody took it over has gone back all the same, and the books must say so.

        refund.Attempts++;
        Payment payment = await scope.Db.Payments.SingleAsync(each => each.Id == refund.PaymentId);
        switch (answer)
        {
            case GatewayAnswer.Refunded:
                refund.State = RefundState.Done;
                payment.Refunded += refund.Amount;
                payment.State = payment.Refunded >= payment.Amount ? PaymentState.Refunded : PaymentState.PartRefunded;
                payment.ChangedAt = now;
                payment.Version++;
                await FailedRefunds.EndAsync(scope, refund, now);
                break;
            case GatewayAnswer.Refused refused:
                (refund.State, refund.Problem) = (RefundState.NeedsPerson, refused.Reason);
                break;
            case GatewayAnswer.Unavailable unavailable:
                refund.Problem = unavailable.Reason;
                refund.DueAt = now + Backoff.After(refund.Attempts, Random.Shared.NextDouble());
                refund.State = now - refund.CreatedAt > GiveUpAfter ? RefundState.NeedsPerson : RefundState.Pending;
                break;
            default:
                throw new InvalidOperationException($"A gateway cannot answer {answer} to a refund.");
        }

        await scope.Db.SaveChangesAsync();
        if (refund.State == RefundState.NeedsPerson)
        {
            await failedRefunds.RunAsync(scope, payment, refund, now);
        }
        else if (refund.State == RefundState.Done)
        {
            Booking booking = await scope.Db.Bookings.SingleAsync(each => each.Id == refund.BookingId);
            await leaveMoneyEffects.RunAsync(scope, booking, new MoneyNews.WentBack(payment, refund, now));
        }

        return true;
    }
}
