using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>Numbers the cells of time that claims are made of.</summary>
public static class Cells
{
    /// <summary>The cells that <c>[from, to)</c> touches, counted from the Unix epoch in cells of <paramref name="granularityMinutes"/>.</summary>
    public static CellRange Of(Instant from, Instant to, int granularityMinutes)
    {
        long length = granularityMinutes * 60_000L;
        return new CellRange(
            FloorDivide(from.ToUnixTimeMilliseconds(), length),
            -FloorDivide(-to.ToUnixTimeMilliseconds(), length));
    }

    /// <summary>When a cell begins.</summary>
    public static Instant StartOf(long cell, int granularityMinutes) => Instant.FromUnixTimeMilliseconds(cell * granularityMinutes * 60_000L);

    /// <summary>One cell per night, numbered by the local date on which it begins.</summary>
    public static CellRange OfNights(LocalDate firstNight, int nights)
    {
        long first = Day(firstNight);
        return new CellRange(first, first + nights);
    }

    /// <summary>Days since 1 January 1970.</summary>
    public static long Day(LocalDate date) => Period.DaysBetween(new LocalDate(1970, 1, 1), date);

    private static long FloorDivide(long value, long by)
    {
        long quotient = Math.DivRem(value, by, out long rest);
        return rest < 0 ? quotient - 1 : quotient;
    }
}

/// <summary>Neighbouring cells, the last one excluded.</summary>
public readonly record struct CellRange(long First, long End)
{
    public int Count => (int)(End - First);
}
