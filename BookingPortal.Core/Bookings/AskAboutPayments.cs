using BookingPortal.Core.Data;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Asks the gateway about payments whose webhook did not come, and looks after money that came too late.</summary>
public sealed class AskAboutPayments(
    IDbContextFactory<PortalContext> contexts, AskForPayment gateways, SettlePayment settlePayment, IClock clock)
{
    private const int AtOnce = 50;

    /// <summary>A webhook usually takes seconds; asking earlier would only double the traffic.</summary>
    private static readonly Duration Patience = Duration.FromMinutes(2);

    /// <summary>Nobody pays on a page that is a day old.</summary>
    private static readonly Duration GiveUpAfter = Duration.FromHours(25);

    /// <returns>How many payments changed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        (Instant newest, Instant oldest) = (now - Patience, now - GiveUpAfter);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Payment> waiting = await db.Payments.AsNoTracking()
            .Where(payment => (payment.State == PaymentState.Pending || payment.State == PaymentState.Failed) && payment.GatewayReference != null
                && payment.CreatedAt < newest && payment.CreatedAt > oldest)
            .OrderBy(payment => payment.ChangedAt)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        int changed = 0;
        foreach (Payment payment in waiting)
        {
            GatewayAnswer answer = await gateways.GatewayOf(payment).ReadAsync(payment, cancellationToken);
            if (answer is GatewayAnswer.Paid || (answer is GatewayAnswer.Refused && payment.State == PaymentState.Pending))
            {
                await settlePayment.RunAsync(new SettlePayment.Request(payment.Id, answer), cancellationToken);
                changed++;
            }
        }

        return changed + await LookAfterLateMoneyAsync(db, cancellationToken);
    }

    /// <summary>Should the process have died between "paid" and what follows from it.</summary>
    private async Task<int> LookAfterLateMoneyAsync(PortalContext db, CancellationToken cancellationToken)
    {
        List<Booking> late = await db.Bookings.AsNoTracking()
            .Where(booking => booking.Status == BookingStatus.Expired
                && db.Payments.Any(payment => payment.BookingId == booking.Id && payment.State == PaymentState.Paid
                    && !db.Refunds.Any(refund => refund.PaymentId == payment.Id)))
            .OrderBy(booking => booking.ChangedAt)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        foreach (Booking booking in late)
        {
            await settlePayment.ReviveOrReturnAsync(booking, cancellationToken);
        }

        return late.Count;
    }
}
