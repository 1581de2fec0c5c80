using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>Remembers that an effect was taken outside, in a commit of its own right after it was, so that a worker that dies afterwards is not repeated.</summary>
public sealed class KeepEffectResult(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, IClock clock)
{
    private const int LongestReceipt = 500;

    /// <param name="part">Which part of the effect, where it has several; null for all of it.</param>
    public Task RunAsync(Effect effect, string? receipt, string? part = null, CancellationToken cancellationToken = default)
    {
        object?[] values = [KeyOf(effect.Id, part), clock.GetCurrentInstant(), receipt is { Length: > LongestReceipt } ? receipt[..LongestReceipt] : receipt];
        return writes.RunAsync(scope => HotStatements.KeepResult.RunAsync(scope.Db, values, CancellationToken.None), cancellationToken);
    }

    /// <summary>What was said to it before; null when it was not done yet. The first try need not ask.</summary>
    public async Task<EffectResult?> FindAsync(Effect effect, string? part = null, CancellationToken cancellationToken = default)
    {
        string key = KeyOf(effect.Id, part);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.EffectResults.AsNoTracking().SingleOrDefaultAsync(each => each.Key == key, cancellationToken);
    }

    internal static string KeyOf(Guid id, string? part = null) => part is null ? $"{id:N}" : $"{id:N}/{part}";
}
