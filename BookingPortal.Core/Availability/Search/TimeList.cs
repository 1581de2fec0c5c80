namespace BookingPortal.Core.Availability.Search;

/// <summary>
/// Stretches of time, ascending and apart from each other once <see cref="SortAndJoin"/> has run. Questions that ascend cost
/// next to nothing, because it remembers where the last one was answered.
/// </summary>
internal sealed class TimeList(int capacity = 8)
{
    private long[] _from = new long[capacity];
    private long[] _to = new long[capacity];
    private int _cursor;
    private long _lastAsked = long.MinValue;

    public int Count { get; private set; }

    public (long From, long To) this[int index] => (_from[index], _to[index]);

    public void Clear()
    {
        Count = 0;
        _cursor = 0;
        _lastAsked = long.MinValue;
    }

    /// <summary>Adds a stretch; an empty one is nothing.</summary>
    public void Add(long from, long to)
    {
        if (to <= from)
        {
            return;
        }

        if (Count == _from.Length)
        {
            Array.Resize(ref _from, Math.Max(8, Count * 2));
            Array.Resize(ref _to, Math.Max(8, Count * 2));
        }

        _from[Count] = from;
        _to[Count++] = to;
    }

    /// <summary>Puts the stretches in order and joins those that overlap or touch.</summary>
    public void SortAndJoin()
    {
        if (!IsAscending())
        {
            Array.Sort(_from, _to, 0, Count);
        }

        var last = 0;
        for (var i = 1; i < Count; i++)
        {
            if (_from[i] <= _to[last])
            {
                _to[last] = Math.Max(_to[last], _to[i]);
            }
            else
            {
                last++;
                _from[last] = _from[i];
                _to[last] = _to[i];
            }
        }

        Count = Math.Min(Count, last + 1);
    }

    /// <summary>Whether one stretch holds all of this time.</summary>
    public bool Contains(long from, long to)
    {
        MoveTo(from);
        return _cursor < Count && _from[_cursor] <= from && to <= _to[_cursor];
    }

    /// <summary>Whether any stretch shares a moment with this time.</summary>
    public bool Overlaps(long from, long to)
    {
        MoveTo(from);
        return _cursor < Count && _from[_cursor] < to;
    }

    /// <summary>When the stretch that holds this moment ends; the moment itself where none does.</summary>
    public long EndOfStretchAt(long moment)
    {
        MoveTo(moment);
        return _cursor < Count && _from[_cursor] <= moment ? _to[_cursor] : moment;
    }

    /// <summary>Adds to another list what this one has in common with a stretch of time.</summary>
    public void CutInto(TimeList target, long from, long to)
    {
        MoveTo(from);
        for (var i = _cursor; i < Count && _from[i] < to; i++)
        {
            target.Add(Math.Max(from, _from[i]), Math.Min(to, _to[i]));
        }
    }

    /// <summary>Puts the cursor on the first stretch that ends after this moment.</summary>
    private void MoveTo(long moment)
    {
        if (moment < _lastAsked)
        {
            _cursor = 0;
        }

        _lastAsked = moment;
        while (_cursor < Count && _to[_cursor] <= moment)
        {
            _cursor++;
        }
    }

    private bool IsAscending()
    {
        for (var i = 1; i < Count; i++)
        {
            if (_from[i] < _from[i - 1])
            {
                return false;
            }
        }

        return true;
    }
}
