using System.Runtime.InteropServices;
using BookingPortal.Core.Holds;

namespace BookingPortal.Core.Data.Seed;

/// <summary>The claims of many resources in memory, for planning an import against what is there and against itself.</summary>
internal sealed class ClaimBoard
{
    private readonly Dictionary<Guid, Dictionary<(long Cell, int Unit), Guid>> _owners = [];

    public void Put(Guid resourceId, long cell, int unit, Guid owner) => CellsOf(resourceId)[(cell, unit)] = owner;

    /// <summary>How many units are free in every one of these cells, though not always the same ones.</summary>
    public int FreeUnits(Guid resourceId, CellRange cells, int capacity)
    {
        Dictionary<(long, int), Guid> taken = CellsOf(resourceId);
        int least = capacity;
        for (long cell = cells.First; cell < cells.End && least > 0; cell++)
        {
            least = Math.Min(least, FreeIn(taken, cell, capacity));
        }

        return least;
    }

    /// <summary>Who stands in the way of a wish; null where it can be had.</summary>
    public Guid? BlockerOf(ClaimWish wish)
    {
        Dictionary<(long, int), Guid> taken = CellsOf(wish.ResourceId);
        for (long cell = wish.Cells.First; cell < wish.Cells.End; cell++)
        {
            if (FreeIn(taken, cell, wish.Capacity) < wish.Units)
            {
                return Enumerable.Range(1, wish.Capacity)
                    .Where(unit => taken.ContainsKey((cell, unit)))
                    .Select(unit => (Guid?)taken[(cell, unit)])
                    .FirstOrDefault(Guid.Empty);
            }
        }

        return null;
    }

    /// <summary>Takes all cells of a wish that <see cref="BlockerOf"/> has nothing against.</summary>
    /// <param name="beyondCapacity">Staff put it over others on purpose: it may take units above the capacity.</param>
    public void Take(ClaimWish wish, Guid owner, bool beyondCapacity, List<SlotClaim> rows)
    {
        Dictionary<(long, int), Guid> taken = CellsOf(wish.ResourceId);
        for (long cell = wish.Cells.First; cell < wish.Cells.End; cell++)
        {
            int wanted = wish.Units;
            for (int unit = 1; wanted > 0; unit++)
            {
                if (unit > wish.Capacity && !beyondCapacity)
                {
                    throw new InvalidOperationException($"Cell {cell} of {wish.ResourceId} has fewer than {wish.Units} units left.");
                }

                if (taken.TryAdd((cell, unit), owner))
                {
                    wanted--;
                    rows.Add(new SlotClaim { ResourceId = wish.ResourceId, Cell = cell, Unit = unit, OwnerId = owner });
                }
            }
        }
    }

    private static int FreeIn(Dictionary<(long, int), Guid> taken, long cell, int capacity)
    {
        int free = 0;
        for (int unit = 1; unit <= capacity; unit++)
        {
            free += taken.ContainsKey((cell, unit)) ? 0 : 1;
        }

        return free;
    }

    private Dictionary<(long Cell, int Unit), Guid> CellsOf(Guid resourceId)
    {
        ref Dictionary<(long, int), Guid>? cells = ref CollectionsMarshal.GetValueRefOrAddDefault(_owners, resourceId, out _);
        return cells ??= [];
    }
}
