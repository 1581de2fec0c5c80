using System.Globalization;
using System.Text;
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
    /// <summary>Rows per statement; both databases take at least a thousand rows of literal values.</summary>
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
            foreach (ClaimedCell[] rows in ordered.Chunk(RowsPerStatement))
            {
                await InsertAsync(scope.Db, ownerId, rows, expiresAt);
            }

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
        db.SlotClaims
            .Where(claim => claim.OwnerId == ownerId && claim.Cell >= 0)
            .ExecuteUpdateAsync(set => set.SetProperty(claim => claim.ExpiresAt, expiresAt));

    /// <summary>Gives all time of an owner back.</summary>
    public static Task<int> ReleaseAsync(PortalContext db, Guid ownerId) =>
        db.SlotClaims.Where(claim => claim.OwnerId == ownerId).ExecuteDeleteAsync();

    /// <summary>Gives the visitor's place for an open hold back.</summary>
    public static Task<int> ReleaseVisitorAsync(PortalContext db, Guid holdId) =>
        db.SlotClaims.Where(claim => claim.OwnerId == holdId && claim.Cell == ClaimKeys.VisitorCell).ExecuteDeleteAsync();

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
            await db.SlotClaims
                .Where(claim => claim.ResourceId == resourceId && claim.Unit == unit
                    && claim.Cell >= first && claim.Cell <= last && claim.ExpiresAt <= now)
                .ExecuteDeleteAsync();
        }
    }

    private static Task<int> InsertAsync(PortalContext db, Guid ownerId, ClaimedCell[] rows, Instant? expiresAt)
    {
        // Parameters for ids; cells, units and the expiry are numbers of our own making and stand as literals.
        string expiry = expiresAt?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) ?? "NULL";
        var sql = new StringBuilder("""INSERT INTO "SlotClaims" ("ResourceId", "Cell", "Unit", "OwnerId", "ExpiresAt") VALUES """);
        List<object> parameters = [ownerId];
        for (int i = 0; i < rows.Length; i++)
        {
            if (i == 0 || rows[i].ResourceId != rows[i - 1].ResourceId)
            {
                parameters.Add(rows[i].ResourceId);
            }

            sql.Append(i == 0 ? "" : ", ").Append(
                CultureInfo.InvariantCulture, $"({{{parameters.Count - 1}}}, {rows[i].Cell}, {rows[i].Unit}, {{0}}, {expiry})");
        }

        return db.Database.ExecuteSqlRawAsync(sql.ToString(), parameters);
    }
}
