namespace BookingPortal.Core.Time;

/// <summary>Which pass of an hour that the clocks show twice a time belongs to.</summary>
public enum RepeatedHour
{
    No,
    FirstPass,
    SecondPass,
}
