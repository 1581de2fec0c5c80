using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments.Till;

/// <summary>The test gateway's own calls to the portal: what was decided at the till is told as soon as it may be, again after a crash.</summary>
public sealed class TellTestCharges(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, SettlePayment settlePayment, IClock clock)
{
    private const int AtOnce = 50;

    /// <returns>How many were told.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        List<TestCharge> due;
        await using (PortalContext db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            due = await db.TestCharges.AsNoTracking()
                .Where(charge => !charge.IsTold && charge.AnswersAt != null && charge.AnswersAt <= now)
                .OrderBy(charge => charge.AnswersAt)
                .Take(AtOnce)
                .ToListAsync(cancellationToken);
        }

        foreach (TestCharge charge in due)
        {
            await TellAsync(charge, cancellationToken);
        }

        return due.Count;
    }

    internal async Task TellAsync(TestCharge charge, CancellationToken cancellationToken)
    {
        // Whatever the portal makes of it, it has heard it. A crash before the mark only means that it hears it twice.
        await settlePayment.RunAsync(new SettlePayment.Request(charge.Id, charge.Answer(clock.GetCurrentInstant())), cancellationToken);
        await writes.RunAsync(
            scope => scope.Db.TestCharges.Where(each => each.Id == charge.Id).ExecuteUpdateAsync(set => set.SetProperty(each => each.IsTold, true), cancellationToken),
            cancellationToken);
    }
}
