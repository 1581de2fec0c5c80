using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>The times that one visitor keeps at this moment, so that they can be led back to them.</summary>
public sealed class ReadVisitorHolds(IDbContextFactory<PortalContext> contexts, IClock clock)
{
    /// <param name="visitor">As the holds were placed with; nobody else may know it, for it opens what it finds.</param>
    /// <returns>Open holds by their start; none where holds are not limited, for then nobody counts them.</returns>
    public async Task<IReadOnlyList<Hold>> RunAsync(string visitor, CancellationToken cancellationToken = default)
    {
        Guid key = ClaimKeys.PerVisitor(visitor);
        Instant now = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SlotClaims.AsNoTracking()
            .Where(claim => claim.ResourceId == key && claim.ExpiresAt > now)
            .Join(db.Holds.AsNoTracking(), claim => claim.OwnerId, hold => hold.Id, (_, hold) => hold)
            .OrderBy(hold => hold.StartsAt)
            .ToListAsync(cancellationToken);
    }
}
