using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>Sends due refunds to the gateway until it has taken them, or until a person has to see to it.</summary>
public sealed class SendRefunds(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, AskForPayment gateways, IClock clock)
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
            Payment payment = await db.Payments.AsNoTracking().SingleAsync(each => each.Id == refund.PaymentId, cancellationToken);
            GatewayAnswer answer = await gateways.GatewayOf(payment).RefundAsync(payment, refund, cancellationToken);
            await writes.RunAsync(scope => KeepAsync(scope, refund.Id, answer), cancellationToken);
        }

        return due.Count;
    }

    private async Task<bool> KeepAsync(WriteScope scope, Guid refundId, GatewayAnswer answer)
    {
        Instant now = clock.GetCurrentInstant();
        Refund refund = await scope.Db.Refunds.SingleAsync(each => each.Id == refundId);
        if (refund.State != RefundState.Pending)
        {
            return false; // another worker was quicker, and the gateway knew the key
        }

        refund.Attempts++;
        switch (answer)
        {
            case GatewayAnswer.Refunded:
                refund.State = RefundState.Done;
                Payment payment = await scope.Db.Payments.SingleAsync(each => each.Id == refund.PaymentId);
                payment.Refunded += refund.Amount;
                payment.State = payment.Refunded >= payment.Amount ? PaymentState.Refunded : PaymentState.PartRefunded;
                payment.ChangedAt = now;
                payment.Version++;
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

        await FlagAsync(scope, refund, now);
        await scope.Db.SaveChangesAsync();
        return true;
    }

    /// <summary>Money that does not go back is seen wherever the booking is.</summary>
    private static async Task FlagAsync(WriteScope scope, Refund refund, Instant now)
    {
        if (refund.State == RefundState.NeedsPerson && await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == refund.BookingId) is { } saga)
        {
            SagaFlags.Review(saga, "payment", refund.Problem ?? "The refund failed.", now);
        }
    }
}
