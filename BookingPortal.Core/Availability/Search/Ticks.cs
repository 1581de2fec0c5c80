using NodaTime;

namespace BookingPortal.Core.Availability.Search;

/// <summary>The search counts in Unix ticks (100 ns): whole numbers that lose nothing of an instant and compare in one instruction.</summary>
internal static class Ticks
{
    public const long PerMinute = NodaConstants.TicksPerMinute;
    public const long PerDay = NodaConstants.TicksPerDay;

    /// <summary>The start of the cell that an instant lies in; cells count from the Unix epoch.</summary>
    public static long CellFloor(long ticks, int granularityMinutes)
    {
        // Minutes since the epoch fit 32 bits until the year 6053, and a 32-bit remainder is several times faster.
        var minute = (int)FloorDivide(ticks, PerMinute);
        var rest = minute % granularityMinutes;
        return (minute - (rest < 0 ? rest + granularityMinutes : rest)) * PerMinute;
    }

    /// <summary>The end of the last cell that an interval ending here touches.</summary>
    public static long CellCeiling(long ticks, int granularityMinutes)
    {
        var floor = CellFloor(ticks, granularityMinutes);
        return floor == ticks ? ticks : floor + (granularityMinutes * PerMinute);
    }

    public static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);

    public static long CeilingDivide(long value, long divisor) => (value / divisor) + (value % divisor > 0 ? 1 : 0);
}
