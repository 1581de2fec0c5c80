using System.Buffers;
using System.Runtime.InteropServices;

namespace BookingPortal.Core.Availability.Search;

/// <summary>
/// A table with a row for every start at which the service fits into some primary resource's openings, ascending, and a
/// column for each of those resources with the units it has free then. Rows lie one after the other in memory, because that
/// is how they are read.
/// </summary>
internal sealed class StartTable
{
    private readonly List<long> _starts;
    private readonly int _columns;
    private readonly int[] _cells;

    public StartTable(SearchFrame frame, ResourceSweep[] resources)
    {
        _columns = resources.Length;
        var ofResources = FittingStarts(frame, resources);
        _starts = Union(ofResources);
        _cells = ArrayPool<int>.Shared.Rent(_starts.Count * _columns);
        _cells.AsSpan(0, _starts.Count * _columns).Clear();
        var units = ArrayPool<int>.Shared.Rent(_starts.Count);
        for (var i = 0; i < resources.Length; i++)
        {
            var starts = CollectionsMarshal.AsSpan(ofResources[i]);
            resources[i].FreeUnits(starts, units.AsSpan(0, starts.Length));
            FillColumn(i, starts, units);
        }

        ArrayPool<int>.Shared.Return(units);
    }

    public int Count => _starts.Count;

    public long StartOf(int row) => _starts[row];

    /// <summary>For each primary resource the units it has free at this row's start; none where it does not start then.</summary>
    public ReadOnlySpan<int> UnitsFree(int row) => _cells.AsSpan(row * _columns, _columns);

    /// <summary>Gives the memory back; nothing can be read after that.</summary>
    public void Release() => ArrayPool<int>.Shared.Return(_cells);

    /// <summary>Each resource's starts. Most share their hours, and then they share one list.</summary>
    private static List<long>[] FittingStarts(SearchFrame frame, ResourceSweep[] resources)
    {
        var all = new List<long>[resources.Length];
        List<long> scratch = [];
        for (var i = 0; i < resources.Length; i++)
        {
            CandidateStarts.Collect(frame, resources[i], scratch);
            KeepThoseThatFit(frame, resources[i].Open, scratch);
            if (i > 0 && CollectionsMarshal.AsSpan(all[i - 1]).SequenceEqual(CollectionsMarshal.AsSpan(scratch)))
            {
                all[i] = all[i - 1];
            }
            else
            {
                all[i] = [.. scratch];
            }
        }

        return all;
    }

    private static void KeepThoseThatFit(SearchFrame frame, TimeList open, List<long> starts)
    {
        var all = CollectionsMarshal.AsSpan(starts);
        var kept = 0;
        var stretch = 0;
        var (from, to) = open.Count > 0 ? open[0] : default;
        foreach (var start in all)
        {
            while (to <= start && stretch + 1 < open.Count)
            {
                (from, to) = open[++stretch];
            }

            if (from <= start && frame.EndOf(start) <= to)
            {
                all[kept++] = start;
            }
        }

        starts.RemoveRange(kept, starts.Count - kept);
    }

    private static List<long> Union(List<long>[] lists)
    {
        List<long> union = lists.Length == 0 ? [] : lists[0];
        for (var i = 1; i < lists.Length; i++)
        {
            if (!ReferenceEquals(lists[i], lists[i - 1]))
            {
                union = Union(union, lists[i]);
            }
        }

        return union;
    }

    private static List<long> Union(List<long> left, List<long> right)
    {
        var union = new List<long>(left.Count + right.Count);
        var (i, j) = (0, 0);
        while (i < left.Count || j < right.Count)
        {
            var start = Math.Min(i < left.Count ? left[i] : long.MaxValue, j < right.Count ? right[j] : long.MaxValue);
            union.Add(start);
            i += i < left.Count && left[i] == start ? 1 : 0;
            j += j < right.Count && right[j] == start ? 1 : 0;
        }

        return union;
    }

    private void FillColumn(int column, ReadOnlySpan<long> starts, int[] units)
    {
        var row = 0;
        for (var i = 0; i < starts.Length; i++)
        {
            while (_starts[row] != starts[i])
            {
                row++;
            }

            _cells[(row * _columns) + column] = units[i];
        }
    }
}
