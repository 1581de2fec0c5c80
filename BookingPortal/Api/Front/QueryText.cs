using System.Globalization;
using BookingPortal.Api.Problems;
using BookingPortal.Core.Time;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Api.Front;

/// <summary>Reads the few kinds of values that stand in addresses and bodies as text.</summary>
internal static class QueryText
{
    /// <summary>Seconds are part of RFC 3339, and left out all the same by many.</summary>
    private static readonly OffsetDateTimePattern ExactMinutes = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>");

    private static readonly LocalDateTimePattern LocalMinutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");
    private static readonly LocalDateTimePattern LocalSeconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");

    /// <summary>A date as <c>YYYY-MM-DD</c>; null when missing or wrong, and then it is among the errors.</summary>
    public static LocalDate? RequiredDate(FieldErrors errors, string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            errors.Add(field, "This is required: a date such as 2026-12-01.");
            return null;
        }

        ParseResult<LocalDate> parsed = LocalDatePattern.Iso.Parse(text);
        if (!parsed.Success || !BookableYears.Contain(parsed.Value.Year))
        {
            errors.Add(field, "This is no date of our time; write it like 2026-12-01.");
            return null;
        }

        return parsed.Value;
    }

    public static int? Number(FieldErrors errors, string field, string? text, int least, int most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < least || number > most)
        {
            errors.Add(field, string.Create(CultureInfo.InvariantCulture, $"This is a whole number from {least} to {most}."));
            return null;
        }

        return number;
    }

    /// <summary>An instant: RFC 3339 with an offset, or the site's wall time without one.</summary>
    /// <param name="zone">The site's zone, asked for only where there is no offset; null where the site is not known.</param>
    public static async Task<Instant?> InstantAsync(FieldErrors errors, string field, string? text, Func<Task<DateTimeZone?>> zone)
    {
        if (string.IsNullOrEmpty(text))
        {
            errors.Add(field, "This is required: an instant such as 2026-12-01T09:00:00+00:00, or the site's own time, 2026-12-01T09:00.");
            return null;
        }

        ParseResult<OffsetDateTime> exact = OffsetDateTimePattern.Rfc3339.Parse(text);
        if (!exact.Success)
        {
            exact = ExactMinutes.Parse(text);
        }

        if (exact.Success && BookableYears.Contain(exact.Value.Year))
        {
            return exact.Value.ToInstant();
        }

        ParseResult<LocalDateTime> local = LocalMinutes.Parse(text);
        if (!local.Success)
        {
            local = LocalSeconds.Parse(text);
        }

        if (exact.Success || !local.Success || !BookableYears.Contain(local.Value.Year))
        {
            errors.Add(field, "This is no instant of our time; write it like 2026-12-01T09:00:00+00:00, or 2026-12-01T09:00 in the site's own time.");
            return null;
        }

        // Where the site is wrong, the site is the error; the time is read so that nothing else is said about it.
        return SiteTime.ToInstant(local.Value, await zone() ?? DateTimeZone.Utc);
    }
}
