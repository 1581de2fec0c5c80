namespace BookingPortal.Core.Holds;

/// <summary>Cells that a claimant wants of one resource, session or limit.</summary>
/// <param name="ResourceId">What is claimed.</param>
/// <param name="Cells">Which cells of it.</param>
/// <param name="Units">How many units in each cell.</param>
/// <param name="Capacity">Units 1 … Capacity may be taken.</param>
public sealed record ClaimWish(Guid ResourceId, CellRange Cells, int Units, int Capacity);

/// <summary>One row to insert: the unit was chosen per cell, so a booking may sit on unit 2 in one cell and unit 1 in the next.</summary>
public readonly record struct ClaimedCell(Guid ResourceId, long Cell, int Unit) : IComparable<ClaimedCell>
{
    /// <summary>The one order in which all claims are written, so that two writers never wait for each other in a circle.</summary>
    public int CompareTo(ClaimedCell other)
    {
        int byResource = ResourceId.CompareTo(other.ResourceId);
        if (byResource != 0)
        {
            return byResource;
        }

        int byCell = Cell.CompareTo(other.Cell);
        return byCell != 0 ? byCell : Unit.CompareTo(other.Unit);
    }

    public static bool operator <(ClaimedCell left, ClaimedCell right) => left.CompareTo(right) < 0;

    public static bool operator >(ClaimedCell left, ClaimedCell right) => left.CompareTo(right) > 0;

    public static bool operator <=(ClaimedCell left, ClaimedCell right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ClaimedCell left, ClaimedCell right) => left.CompareTo(right) >= 0;
}
