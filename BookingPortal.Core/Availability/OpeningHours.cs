using BookingPortal.Core.Time;

namespace BookingPortal.Core.Availability;

/// <summary>One stretch of opening hours of a date, such as 09:00–18:00, on the wall clock of whoever keeps them.</summary>
/// <param name="FromMinute">Minutes since midnight, 0 to 1439.</param>
/// <param name="ToMinute">Minutes since midnight, up to 1440 ("24:00"); at or before <paramref name="FromMinute"/> it lies in the next day.</param>
public sealed record OpeningHours(int FromMinute, int ToMinute)
{
    /// <summary>The end counted from the midnight at which the opening's date begins, so past 1440 when it crosses midnight.</summary>
    public int EndMinute => ToMinute > FromMinute ? ToMinute : ToMinute + MinuteOfDay.PerDay;

    public override string ToString() => $"{MinuteOfDay.Print(FromMinute)}–{MinuteOfDay.Print(ToMinute)}";

    /// <summary>What is wrong with these hours, in words, or null.</summary>
    public string? Problem() =>
        FromMinute is < 0 or >= MinuteOfDay.PerDay || ToMinute is < 0 or > MinuteOfDay.PerDay
            ? $"Opening hours run from 00:00 to 24:00; {FromMinute} to {ToMinute} minutes lies outside."
            : null;
}
