using System.Globalization;
using NodaTime;

namespace BookingPortal.Core.Durability.Alerts;

/// <summary>How long something has lasted, as an alert says it: in the unit that a person would count in.</summary>
public static class HowLong
{
    public static string Words(Duration lasted) =>
        lasted.TotalMinutes < 120 ? Count(lasted.TotalMinutes, "minute") : lasted.TotalHours < 48 ? Count(lasted.TotalHours, "hour") : Count(lasted.TotalDays, "day");

    private static string Count(double many, string unit)
    {
        string number = many.ToString("0", CultureInfo.InvariantCulture);
        return number == "1" ? $"1 {unit}" : $"{number} {unit}s";
    }
}
