using System.Globalization;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using NodaTime;

namespace BookingPortal.BookOnline.Words;

/// <summary>How long something takes: "30 min", "1 h 30 min", "2 nights".</summary>
public static class LengthWords
{
    public static string Of(Service service) =>
        service.Kind == ServiceKind.Stay ? Count(service.Nights, "night") : Minutes(service.DurationMinutes);

    public static string Minutes(int minutes)
    {
        (int hours, int rest) = (minutes / 60, minutes % 60);
        return (hours, rest) switch
        {
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"{rest} min"),
            (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{hours} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{hours} h {rest} min"),
        };
    }

    /// <summary>"1 seat", "3 seats".</summary>
    public static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>Whole minutes, rounded down, so that nobody is told of time that is not there: "12 minutes", "less than a minute".</summary>
    public static string Left(Duration left)
    {
        int minutes = (int)Math.Floor(left.TotalMinutes);
        return minutes < 1 ? "less than a minute" : Count(minutes, "minute");
    }
}
