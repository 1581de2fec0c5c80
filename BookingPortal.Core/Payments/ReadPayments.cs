using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Payments;

/// <summary>The money of one booking, for whoever may see the booking.</summary>
public sealed class ReadPayments(IDbContextFactory<PortalContext> contexts)
{
    public async Task<PaymentSummary> RunAsync(Guid bookingId, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Payment> payments = await db.Payments.AsNoTracking().Where(payment => payment.BookingId == bookingId).ToListAsync(cancellationToken);
        List<Refund> refunds = payments.Count == 0
            ? []
            : await db.Refunds.AsNoTracking().Where(refund => refund.BookingId == bookingId).ToListAsync(cancellationToken);
        return PaymentSummary.Of(payments, refunds);
    }
}
