using System.Buffers;
using System.Runtime.InteropServices;

namespace BookingPortal.Core.Availability.Search;

/// <summary>
/// A table with a row for every start at which the service fits into some primary resource's openings, ascending, and a
/// column for each of those resources with the units it has free then. A column lies in memory as one, because that is how
/// it is made.
/// </summary>
internal sealed class StartTable
{
    private readonly List<long> _starts;
    private readonly int[] _cells;

    public StartTable(SearchFrame frame, ResourceSweep[] resources)
    {
        var ofResources = FittingStarts(frame, resources);
        _starts = Union(ofResources);
        _cells = ArrayPool<int>.Shared.Rent(_starts.Count * resources.Length);
        for (var i = 0; i < resources.Length; i++)
        {
            FillColumn(_cells.AsSpan(i * _starts.Count, _starts.Count), resources[i], ofResources[i]);
        }
    }

    public int Count => _starts.Count;

    public long StartOf(int row) => _starts[row];

    /// <summary>The units that a primary resource has free at this row's start; none where it does not start then.</summary>
    public int UnitsFree(int row, int column) => _cells[(column * _starts.Count) + row];

    /// <summary>Gives the memory back; nothing can be read after that.</summary>
    public void Release() => ArrayPool<int>.Shared.Return(_cells);

    /// <summary>Each resource's starts; those with the same hours share one list.</summary>
    private static List<long>[] FittingStarts(SearchFrame frame, ResourceSweep[] resources)
    {
        var all = new List<long>[resources.Length];
        List<long> scratch = [];
        for (var i = 0; i < resources.Length; i++)
        {
            // The same hours have the same starts, unless each resource's own bookings make some.
            if (i > 0 && !frame.Service.FillGaps && resources[i].Hours == resources[i - 1].Hours)
            {
                all[i] = all[i - 1];
                continue;
            }

            CandidateStarts.Collect(frame, resources[i], scratch);
            KeepThoseThatFit(frame, resources[i].Hours.Open, scratch);
            all[i] = [.. scratch];
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

    private void FillColumn(Span<int> column, ResourceSweep resource, List<long> starts)
    {
        if (starts == _starts)
        {
            resource.FreeUnits(CollectionsMarshal.AsSpan(starts), column);
            return;
        }

        // The resource's own starts are written to the front, and from the last one on each moves down to its row.
        column.Clear();
        resource.FreeUnits(CollectionsMarshal.AsSpan(starts), column[..starts.Count]);
        var row = column.Length - 1;
        for (var i = starts.Count - 1; i >= 0; i--)
        {
            while (_starts[row] != starts[i])
            {
                row--;
            }

            var units = column[i];
            column[i] = 0;
            column[row] = units;
        }
    }
}
