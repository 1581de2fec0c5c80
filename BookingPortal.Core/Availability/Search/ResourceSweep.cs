using System.Runtime.InteropServices;

namespace BookingPortal.Core.Availability.Search;

/// <summary>One resource during one search: when it is open, and how many of its units are free at a time. Cheapest when asked in ascending order.</summary>
internal sealed class ResourceSweep
{
    private readonly SearchFrame _frame;
    private readonly Cells _cells;
    private readonly UnitsTaken _taken = new();
    private readonly TimeList _busy = new(0);

    public ResourceSweep(SearchFrame frame, ResourceCalendar calendar, int index)
    {
        _frame = frame;
        _cells = new Cells(calendar.GranularityMinutes);
        Calendar = calendar;
        Index = index;
        Hours = frame.HoursOf(calendar);
        ReadTaken();
        ReadBusy();
    }

    public ResourceCalendar Calendar { get; }

    /// <summary>Its place among the resources of this search.</summary>
    public int Index { get; }

    public ResourceHours Hours { get; }

    /// <summary>The first expiry of a hold that stands in the way of something here; <see cref="long.MaxValue"/> = none does.</summary>
    public long FirstExpiry { get; private set; } = long.MaxValue;

    /// <summary>Where each time taken ends, for services that fill gaps; not in order.</summary>
    public List<long> TakenEnds { get; } = [];

    public void Release() => _taken.Release();

    public bool IsOpen(long start, long end) => Hours.Open.Contains(start, end);

    /// <summary>How many units the service could take for a visit at this time, its buffers included.</summary>
    public int FreeUnits(long start, long end)
    {
        var (from, to) = (start - _frame.BufferBefore, end + _frame.BufferAfter);
        if (Calendar.ClaimsByNight)
        {
            (from, to) = Nights(start, end);
        }

        if (_busy.Count > 0 && IsBusy(start, end, from, to))
        {
            return 0;
        }

        return Math.Max(0, Calendar.Capacity - _taken.Peak(from, to));
    }

    /// <summary>The same for many starts at once, ascending: what a search does most.</summary>
    public void FreeUnits(ReadOnlySpan<long> starts, Span<int> unitsFree)
    {
        if (Calendar.ClaimsByNight || _busy.Count > 0 || _frame.IsStay)
        {
            for (var i = 0; i < starts.Length; i++)
            {
                unitsFree[i] = FreeUnits(starts[i], _frame.EndOf(starts[i]));
            }

            return;
        }

        _taken.Free(starts, _frame.BufferBefore, _frame.Duration + _frame.BufferAfter, Calendar.Capacity, unitsFree);
    }

    /// <summary>The claims that a visit at this time would meet, earliest first.</summary>
    public List<TakenInterval> ClaimsInTheWay(long start, long end)
    {
        var (from, to) = Calendar.ClaimsByNight ? Nights(start, end) : (start - _frame.BufferBefore, end + _frame.BufferAfter);
        var inTheWay = new List<TakenInterval>();
        foreach (var claim in Calendar.Taken)
        {
            var (takenFrom, takenTo) = InCells(claim.FromTicks, claim.ToTicks);
            if (Counts(claim) && takenFrom < to && from < takenTo)
            {
                inTheWay.Add(claim);
            }
        }

        return [.. inTheWay.OrderBy(claim => claim.From).ThenBy(claim => claim.Owner)];
    }

    /// <summary>How many units a visit at this time would find beside these claims, were nothing else in its way.</summary>
    public int UnitsBeside(IEnumerable<TakenInterval> claims, long start, long end)
    {
        var taken = new UnitsTaken();
        foreach (var claim in claims)
        {
            var (from, to) = InCells(claim.FromTicks, claim.ToTicks);
            taken.Add(from, to, claim.Units);
        }

        taken.Finish();
        var (first, last) = Calendar.ClaimsByNight ? Nights(start, end) : (start - _frame.BufferBefore, end + _frame.BufferAfter);
        var units = Calendar.Capacity - taken.Peak(first, last);
        taken.Release();
        return units;
    }

    /// <summary>Whether a claim takes anything from this question: not when its hold has expired, nor when it is the booking being moved.</summary>
    private bool Counts(in TakenInterval claim) => claim.ExpiryTicks > _frame.Now && (_frame.Question.IgnoreOwner is not { } ignored || claim.Owner != ignored);

    /// <summary>Whether an outside calendar blocks a visit; nights are blocked by what overlaps the stay itself.</summary>
    private bool IsBusy(long start, long end, long from, long to) =>
        Calendar.ClaimsByNight ? _busy.Overlaps(start, end) : _busy.Overlaps(from, to);

    /// <summary>From the first moment of the arrival's date to the first moment of the departure's; a night at least.</summary>
    private (long From, long To) Nights(long start, long end)
    {
        var clock = _frame.SiteClock;
        var firstDay = clock.DayOf(start);
        return (clock.FirstTickOf(firstDay), clock.FirstTickOf(Math.Max(firstDay + 1, clock.DayOf(end))));
    }

    private void ReadTaken()
    {
        var taken = Calendar.Taken is TakenInterval[] array ? array : CollectionsMarshal.AsSpan(Calendar.Taken as List<TakenInterval> ?? [.. Calendar.Taken]);
        for (var i = 0; i < taken.Length; i++)
        {
            ref readonly var interval = ref taken[i];

            // A cell is an hour at most, a night less than two days: the horizon has room for both.
            if (interval.ToTicks <= _frame.HorizonStart || interval.FromTicks >= _frame.HorizonEnd || !Counts(interval))
            {
                continue;
            }

            var (from, to) = InCells(interval.FromTicks, interval.ToTicks);
            _taken.Add(from, to, interval.Units, moreToCome: taken.Length - i);
            FirstExpiry = Math.Min(FirstExpiry, interval.ExpiryTicks);
            if (_frame.Service.FillGaps)
            {
                TakenEnds.Add(to);
            }
        }

        _taken.Finish();
    }

    private void ReadBusy()
    {
        foreach (var busy in Calendar.Busy)
        {
            var (from, to) = (busy.From.ToUnixTimeTicks(), busy.To.ToUnixTimeTicks());
            if (!Calendar.ClaimsByNight)
            {
                (from, to) = InCells(from, to);
            }

            if (to > _frame.HorizonStart && from < _frame.HorizonEnd)
            {
                _busy.Add(from, to);
            }
        }

        _busy.SortAndJoin();
    }

    /// <summary>Claims are cells (or nights), so whatever touches one takes all of it.</summary>
    private (long From, long To) InCells(long from, long to) =>
        Calendar.ClaimsByNight
            ? Nights(from, to)
            : (_cells.Floor(from), _cells.Ceiling(to));
}
