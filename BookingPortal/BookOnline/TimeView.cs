using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using NodaTime;

namespace BookingPortal.BookOnline;

/// <summary>A month and one of its days, as the visitor sees them while choosing a time.</summary>
public sealed record TimeView
{
    public required Site Site { get; init; }

    public required Service Service { get; init; }

    /// <summary>The site's zone: dates are the site's, because the visit happens there.</summary>
    public required DateTimeZone Zone { get; init; }

    public required LocalDate Today { get; init; }

    public required YearMonth Month { get; init; }

    /// <summary>The last month in which anything could be offered.</summary>
    public required YearMonth LastMonth { get; init; }

    /// <summary>How full the dates of the month are; dates that never had a start are absent.</summary>
    public required IReadOnlyDictionary<LocalDate, DayFill> Days { get; init; }

    /// <summary>The day whose times are shown; null where the month has none.</summary>
    public LocalDate? Date { get; init; }

    public IReadOnlyList<Slot> Slots { get; init; } = [];

    /// <summary>The next free time, looked up only where the day or the month has none.</summary>
    public Slot? Next { get; init; }

    public YearMonth FirstMonth => Today.ToYearMonth();
}
