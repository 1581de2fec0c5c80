using NodaTime;

namespace BookingPortal.Core.Availability.Search;

/// <summary>The search counts in Unix ticks (100 ns): whole numbers that lose nothing of an instant and compare in one instruction.</summary>
internal static class Ticks
{
    public const long PerMinute = NodaConstants.TicksPerMinute;
    public const long PerDay = NodaConstants.TicksPerDay;

    public static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);

    public static long CeilingDivide(long value, long divisor) => (value / divisor) + (value % divisor > 0 ? 1 : 0);
}
