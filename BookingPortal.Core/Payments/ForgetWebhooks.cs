using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>Drops the notes of news so old that no gateway sends it again.</summary>
public sealed class ForgetWebhooks(IWriteQueue writes, IClock clock)
{
    /// <summary>Stripe repeats by itself for three days, and by hand for thirty.</summary>
    private static readonly Duration KeptFor = Duration.FromDays(60);

    /// <returns>How many were dropped.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant oldest = clock.GetCurrentInstant() - KeptFor;
        return writes.RunAsync(
            scope => scope.Db.ProcessedWebhooks.Where(processed => processed.At < oldest).ExecuteDeleteAsync(cancellationToken),
            cancellationToken);
    }
}
