namespace BookingPortal.Core.Availability.Search;

/// <summary>The cells a resource's time is divided into, counted from the Unix epoch.</summary>
internal readonly struct Cells
{
    private readonly uint _minutes;
    private readonly ulong _inverse;

    public Cells(int granularityMinutes)
    {
        _minutes = (uint)granularityMinutes;
        _inverse = (ulong.MaxValue / _minutes) + 1;
    }

    /// <summary>The start of the cell that an instant lies in.</summary>
    public long Floor(long ticks) => ticks - PastFloor(ticks);

    /// <summary>The end of the last cell that an interval ending here touches.</summary>
    public long Ceiling(long ticks)
    {
        var past = PastFloor(ticks);
        return past == 0 ? ticks : ticks - past + (_minutes * Ticks.PerMinute);
    }

    private long PastFloor(long ticks)
    {
        var minute = Ticks.FloorDivide(ticks, Ticks.PerMinute);
        return (Remainder((uint)(minute + MinutesToYear1)) * Ticks.PerMinute) + (ticks - (minute * Ticks.PerMinute));
    }

    /// <summary>A remainder by two multiplications (Lemire, Kaser and Kurz 2019): a search takes tens of thousands, and a division is several times as slow.</summary>
    private uint Remainder(uint value) => (uint)Math.BigMul(unchecked(_inverse * value), (ulong)_minutes, out _);

    /// <summary>Whole hours that lift every date of the calendar above zero, so that unsigned arithmetic holds before 1970 too.</summary>
    private const long MinutesToYear1 = 1970L * 366 * 24 * 60;
}
