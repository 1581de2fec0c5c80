using System.Buffers;

namespace BookingPortal.Core.Availability.Search;

/// <summary>
/// How many units of a resource are taken at each moment: a staircase of steps that do not overlap. Capacity is a question of
/// peaks, never of how many bookings touch a time: two that follow each other need one unit.
/// </summary>
internal sealed class UnitsTaken
{
    private Step[] _steps = [];
    private int _count;
    private int _cursor;
    private long _lastAsked = long.MinValue;

    /// <summary>Adds an interval; an empty one takes nothing.</summary>
    /// <param name="moreToCome">How many may follow: room is made for all of them at once.</param>
    public void Add(long from, long to, int units, int moreToCome = 0)
    {
        if (to <= from)
        {
            return;
        }

        if (_count == _steps.Length)
        {
            Grow(Math.Max(_count + 8 + moreToCome, _count * 2));
        }

        _steps[_count++] = new Step(from, to, units);
    }

    /// <summary>Gives the memory back; nothing can be asked after that.</summary>
    public void Release()
    {
        ArrayPool<Step>.Shared.Return(_steps);
        _steps = [];
        _count = 0;
    }

    /// <summary>Makes the staircase of what was added. Most resources have one unit and sorted bookings: then it is there already.</summary>
    public void Finish()
    {
        var ascending = true;
        var apart = true;
        for (var i = 1; i < _count; i++)
        {
            ascending &= _steps[i].From >= _steps[i - 1].From;
            apart &= _steps[i].From >= _steps[i - 1].To;
        }

        if (ascending && apart)
        {
            return;
        }

        _steps.AsSpan(0, _count).Sort(static (a, b) => a.From.CompareTo(b.From));
        Stack();
    }

    /// <summary>The most units taken at any moment of this time.</summary>
    public int Peak(long from, long to)
    {
        if (from < _lastAsked)
        {
            _cursor = 0;
        }

        _lastAsked = from;
        while (_cursor < _count && _steps[_cursor].To <= from)
        {
            _cursor++;
        }

        var peak = 0;
        for (var i = _cursor; i < _count && _steps[i].From < to; i++)
        {
            peak = Math.Max(peak, _steps[i].Units);
        }

        return peak;
    }

    /// <summary>What a capacity leaves free around each of many starts, ascending: each step takes from the starts that meet it.</summary>
    public void Free(ReadOnlySpan<long> starts, long before, long after, int capacity, Span<int> free)
    {
        free.Fill(capacity);
        var first = 0;
        foreach (ref readonly var step in _steps.AsSpan(0, _count))
        {
            while (first < starts.Length && starts[first] + after <= step.From)
            {
                first++;
            }

            var left = Math.Max(0, capacity - step.Units);
            for (var i = first; i < starts.Length && starts[i] - before < step.To; i++)
            {
                free[i] = Math.Min(free[i], left);
            }
        }
    }

    /// <summary>Replaces intervals that lie over each other by the steps of their sum.</summary>
    private void Stack()
    {
        var begins = _steps.AsSpan(0, _count).ToArray();
        var ends = _steps.AsSpan(0, _count).ToArray();
        ends.AsSpan().Sort(static (a, b) => a.To.CompareTo(b.To));
        _count = 0;
        var units = 0;
        var since = long.MinValue;
        var begin = 0;
        foreach (var end in ends)
        {
            while (begin < begins.Length && begins[begin].From < end.To)
            {
                CloseStep(since, begins[begin].From, units);
                since = begins[begin].From;
                units += begins[begin++].Units;
            }

            CloseStep(since, end.To, units);
            since = end.To;
            units -= end.Units;
        }
    }

    private void Grow(int capacity)
    {
        var larger = ArrayPool<Step>.Shared.Rent(capacity);
        _steps.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<Step>.Shared.Return(_steps);
        _steps = larger;
    }

    private void CloseStep(long from, long to, int units)
    {
        if (units > 0 && from < to)
        {
            Add(from, to, units);
        }
    }

    private readonly record struct Step(long From, long To, int Units);
}
