using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Durability.Alerts;

/// <summary>What managers should know now, and what they should have known lately.</summary>
public sealed class ReadAlerts(IDbContextFactory<PortalContext> contexts)
{
    private const int MostCleared = 50;

    public sealed record Found(IReadOnlyList<Alert> Open, IReadOnlyList<Alert> Cleared);

    public async Task<Found> RunAsync(CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return new Found(
            await db.Alerts.AsNoTracking().Where(alert => alert.ClearedAt == null).OrderByDescending(alert => alert.RaisedAt).ToListAsync(cancellationToken),
            await db.Alerts.AsNoTracking().Where(alert => alert.ClearedAt != null).OrderByDescending(alert => alert.ClearedAt).Take(MostCleared).ToListAsync(cancellationToken));
    }
}
