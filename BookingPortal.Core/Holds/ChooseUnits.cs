using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>
/// Picks a unit in every cell that is wanted. It only proposes, from a read outside of any transaction: the claims' key
/// decides, and after a collision it is asked again.
/// </summary>
public static class ChooseUnits
{
    /// <summary>The cells with their units, or null where a cell has too few left.</summary>
    /// <param name="mustRead">Read even where there is only one unit, because somebody may have it for good.</param>
    /// <param name="ownerToReplace">A booking that moves: what it has taken itself is free to it, and kept where it can be.</param>
    public static async Task<List<ClaimedCell>?> RunAsync(
        PortalContext db, IReadOnlyList<ClaimWish> wishes, Instant now, bool mustRead, Guid? ownerToReplace, CancellationToken cancellationToken)
    {
        var chosen = new List<ClaimedCell>();
        foreach (ClaimWish wish in wishes)
        {
            if (wish is { Capacity: 1, Units: 1 } && !mustRead)
            {
                // Nothing to choose, so nothing to read.
                chosen.AddRange(Enumerable.Range(0, wish.Cells.Count).Select(i => new ClaimedCell(wish.ResourceId, wish.Cells.First + i, 1)));
                continue;
            }

            if (!await ChooseAsync(db, wish, now, ownerToReplace, chosen, cancellationToken))
            {
                return null;
            }
        }

        return chosen;
    }

    private static async Task<bool> ChooseAsync(
        PortalContext db, ClaimWish wish, Instant now, Guid? own, List<ClaimedCell> chosen, CancellationToken cancellationToken)
    {
        (long first, long end) = (wish.Cells.First, wish.Cells.End);
        var rows = await db.SlotClaims
            .Where(claim => claim.ResourceId == wish.ResourceId && claim.Cell >= first && claim.Cell < end
                && (claim.ExpiresAt == null || claim.ExpiresAt > now))
            .Select(claim => new { claim.Cell, claim.Unit, claim.OwnerId })
            .ToListAsync(cancellationToken);
        ILookup<long, (int Unit, bool IsOwn)> taken = rows.ToLookup(row => row.Cell, row => (row.Unit, row.OwnerId == own));

        // Everybody who comes at once would try unit 1 first and collide; a random place to begin spreads them out.
        int begin = Random.Shared.Next(wish.Capacity);
        for (long cell = first; cell < end; cell++)
        {
            HashSet<int> others = [.. taken[cell].Where(unit => !unit.IsOwn).Select(unit => unit.Unit)];
            IEnumerable<int> units = taken[cell].Where(unit => unit.IsOwn).Select(unit => unit.Unit)
                .Concat(Enumerable.Range(0, wish.Capacity).Select(i => ((begin + i) % wish.Capacity) + 1).Where(unit => !others.Contains(unit)))
                .Distinct()
                .Take(wish.Units);
            int before = chosen.Count;
            chosen.AddRange(units.Select(unit => new ClaimedCell(wish.ResourceId, cell, unit)));
            if (chosen.Count - before < wish.Units)
            {
                return false;
            }
        }

        return true;
    }
}
