using System.Globalization;

namespace BookingPortal.Core.Time;

/// <summary>A wall-clock time written as "09:30" and kept as minutes since midnight; "24:00" is midnight at the end of the day.</summary>
public static class MinuteOfDay
{
    public const int PerDay = 24 * 60;

    /// <summary>Reads "HH:mm" from 00:00 to 24:00, and nothing else.</summary>
    public static bool TryParse(string? text, out int minute)
    {
        minute = 0;
        if (text is not { Length: 5 } || text[2] != ':')
        {
            return false;
        }

        if (!int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || minutes > 59)
        {
            return false;
        }

        minute = (hours * 60) + minutes;
        return minute <= PerDay;
    }

    public static string Print(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
