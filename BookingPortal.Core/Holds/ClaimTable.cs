using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>
/// The only code that writes claims. It never asks first whether a cell is free: it inserts, and the primary key
/// answers. A few hundred rows go in one statement, because a booking is mostly claims.
/// </summary>
public static class ClaimTable
{
    /// <summary>Cells compared in one statement.</summary>
    private const int RowsPerStatement = 500;

    /// <summary>
    /// Inserts all of <paramref name="cells"/> for one owner, taking over what has expired; false when another owner has
    /// one of them, and then the caller undoes the write.
    /// </summary>
    public static async Task<bool> TryInsertAsync(
        WriteScope scope, Guid ownerId, IReadOnlyCollection<ClaimedCell> cells, Instant? expiresAt, Instant now)
    {
        // One key order for everybody: two claimants of the same cells queue up, they never wait in a circle.
        ClaimedCell[] ordered = [.. cells.Order()];
        await TakeOverExpiredAsync(scope.Db, ordered, now);
        try
        {
            await BulkInsert.RunAsync(scope.Db, [.. ordered.Select(cell => new SlotClaim
            {
                ResourceId = cell.ResourceId,
                Cell = cell.Cell,
                Unit = cell.Unit,
                OwnerId = ownerId,
                ExpiresAt = expiresAt,
            })]);
            return true;
        }
        catch (Exception violation) when (DatabaseErrors.IsUniqueViolation(violation))
        {
            scope.Undo();
            return false;
        }
    }

    /// <summary>
    /// Inserts the claims of many owners at once, as an import does that has planned them against all others. The key
    /// has the last word here as well: a collision comes out as a unique violation.
    /// </summary>
    public static Task InsertManyAsync(PortalContext db, List<SlotClaim> claims)
    {
        // The key's own order: neighbouring rows land on the same page, and two writers never wait in a circle.
        claims.Sort(static (a, b) => new ClaimedCell(a.ResourceId, a.Cell, a.Unit).CompareTo(new ClaimedCell(b.ResourceId, b.Cell, b.Unit)));
        return BulkInsert.RunAsync(db, claims);
    }

    /// <summary>Makes a hold's claims a booking's (null), or keeps them longer. Returns how many rows that touched: fewer than expected means that somebody took one over.</summary>
    public static Task<int> KeepAsync(PortalContext db, Guid ownerId, Instant? expiresAt) =>
        HotStatements.KeepClaims.RunAsync(db, [ownerId, expiresAt]);

    /// <summary>Gives all time of an owner back.</summary>
    public static Task<int> ReleaseAsync(PortalContext db, Guid ownerId) =>
        db.SlotClaims.Where(claim => claim.OwnerId == ownerId).ExecuteDeleteAsync();

    /// <summary>Gives the visitor's place for an open hold back.</summary>
    public static Task<int> ReleaseVisitorAsync(PortalContext db, Guid holdId) =>
        HotStatements.ReleaseCell.RunAsync(db, [holdId, ClaimKeys.VisitorCell]);

    /// <summary>Gives single cells of an owner back, as when a booking moves and keeps the cells that both times share.</summary>
    public static async Task ReleaseCellsAsync(PortalContext db, Guid ownerId, IEnumerable<ClaimedCell> cells)
    {
        foreach (IGrouping<(Guid ResourceId, int Unit), ClaimedCell> group in cells.GroupBy(cell => (cell.ResourceId, cell.Unit)).OrderBy(group => group.Key))
        {
            (Guid resourceId, int unit) = group.Key;
            foreach (long[] some in group.Select(cell => cell.Cell).Order().Chunk(RowsPerStatement))
            {
                await db.SlotClaims
                    .Where(claim => claim.OwnerId == ownerId && claim.ResourceId == resourceId && claim.Unit == unit && some.Contains(claim.Cell))
                    .ExecuteDeleteAsync();
            }
        }
    }

    private static async Task TakeOverExpiredAsync(PortalContext db, ClaimedCell[] ordered, Instant now)
    {
        foreach (IGrouping<(Guid ResourceId, int Unit), ClaimedCell> run in ordered.GroupBy(cell => (cell.ResourceId, cell.Unit)))
        {
            (Guid resourceId, int unit) = run.Key;
            long first = run.First().Cell;
            long last = run.Last().Cell;

            // A range and not the list of keys: the cells of one unit between the first and the last one wanted were all
            // wanted, but for those where another unit was free, and an expired row there is nobody's either.
            await HotStatements.TakeOverExpired.RunAsync(db, [resourceId, unit, first, last, now]);
        }
    }
}
