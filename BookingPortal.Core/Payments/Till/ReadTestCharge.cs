using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Payments.Till;

/// <summary>One charge for the page of the test till.</summary>
public sealed class ReadTestCharge(TestTillSettings settings, IDbContextFactory<PortalContext> contexts)
{
    /// <returns>Null when there is none, or the till is not open here.</returns>
    public async Task<TestCharge?> RunAsync(Guid paymentId, CancellationToken cancellationToken = default)
    {
        if (!settings.IsOpen)
        {
            return null;
        }

        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.TestCharges.AsNoTracking().SingleOrDefaultAsync(charge => charge.Id == paymentId, cancellationToken);
    }
}
