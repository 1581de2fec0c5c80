using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Payments;

/// <summary>Where a booking is paid now. Asks the gateway first, so that nobody who has paid already is sent to pay again.</summary>
public sealed class FindCheckout(IDbContextFactory<PortalContext> contexts, AskForPayment gateways, SettlePayment settlePayment)
{
    public abstract record Answer
    {
        private Answer()
        {
        }

        /// <summary>On to the gateway's page.</summary>
        public sealed record PayThere(string CheckoutUrl) : Answer;

        /// <summary>The gateway could not be reached so far; it is asked again, and the time stays the customer's meanwhile.</summary>
        public sealed record GatewayAway : Answer;

        /// <summary>Paid, over, never asked for, or somebody has to agree to the booking's new time first.</summary>
        public sealed record NothingDue : Answer;
    }

    public async Task<Answer> RunAsync(Guid bookingId, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Payment? payment = await db.Payments.AsNoTracking()
            .Where(each => each.BookingId == bookingId && each.State == PaymentState.Pending)
            .OrderByDescending(each => each.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        bool isAsked = await db.Bookings.AnyAsync(booking => booking.Id == bookingId && booking.Status == BookingStatus.PendingApproval, cancellationToken);
        if (payment is null || isAsked)
        {
            return new Answer.NothingDue();
        }

        if (payment.CheckoutUrl is not { } url)
        {
            return new Answer.GatewayAway();
        }

        GatewayAnswer stands = await gateways.GatewayOf(payment).ReadAsync(payment, cancellationToken);
        if (stands is not (GatewayAnswer.Paid or GatewayAnswer.Refused))
        {
            return new Answer.PayThere(url);
        }

        await settlePayment.RunAsync(new SettlePayment.Request(payment.Id, stands), cancellationToken);
        return new Answer.NothingDue();
    }
}
