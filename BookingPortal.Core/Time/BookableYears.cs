namespace BookingPortal.Core.Time;

/// <summary>The years that bookings lie in. Arithmetic with dates near the ends of time fails, and zone rules before the first of these are not looked at.</summary>
public static class BookableYears
{
    public const int First = 2000;

    public const int Last = 2199;

    public static bool Contain(int year) => year is >= First and <= Last;
}
