using System.Text.Json.Serialization;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Catalog;

/// <summary>The hours on a site's clock in which customers are left alone, such as 21:00 to 08:00.</summary>
/// <param name="FromMinute">Minutes of the day; at or after <paramref name="ToMinute"/> they last over midnight.</param>
public sealed record QuietHours(int FromMinute, int ToMinute)
{
    /// <summary>The quiet stretch that an instant lies in, its end exclusive; null in the day.</summary>
    public Interval? Around(Instant instant, DateTimeZone zone)
    {
        LocalDate today = SiteTime.DateOf(instant, zone);
        for (int day = -1; day <= 0; day++)
        {
            LocalDate date = today.PlusDays(day);
            Instant from = SiteTime.ToInstant(date, FromMinute, zone);
            Instant to = SiteTime.ToInstant(date, ToMinute > FromMinute ? ToMinute : ToMinute + MinuteOfDay.PerDay, zone);
            if (from <= instant && instant < to)
            {
                return new Interval(from, to);
            }
        }

        return null;
    }

    /// <summary>How long they last at most. Said by the two minutes: with it their text would not fit its column, which only SQL Server minds.</summary>
    [JsonIgnore]
    public Duration Length => Duration.FromMinutes(ToMinute > FromMinute ? ToMinute - FromMinute : ToMinute + MinuteOfDay.PerDay - FromMinute);
}
