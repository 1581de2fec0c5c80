using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability;

/// <summary>Tidies away the answers of idempotency keys whose life is over. Nothing depends on it: an expired answer is not given either way.</summary>
public sealed class ForgetAnswers(IWriteQueue writes, IClock clock)
{
    /// <summary>One write at a time stays short, so that nobody waits behind the tidying.</summary>
    private const int RowsPerWrite = 500;

    /// <returns>How many were forgotten.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        int forgotten = 0;
        int some;
        do
        {
            Instant now = clock.GetCurrentInstant();
            some = await writes.RunAsync(
                async scope =>
                {
                    List<Guid> old = await scope.Db.IdempotentAnswers
                        .Where(answer => answer.ExpiresAt <= now)
                        .OrderBy(answer => answer.ExpiresAt)
                        .Select(answer => answer.Id)
                        .Take(RowsPerWrite)
                        .ToListAsync(cancellationToken);
                    return await scope.Db.IdempotentAnswers.Where(answer => old.Contains(answer.Id)).ExecuteDeleteAsync(cancellationToken);
                },
                cancellationToken);
            forgotten += some;
        }
        while (some == RowsPerWrite);
        return forgotten;
    }
}
