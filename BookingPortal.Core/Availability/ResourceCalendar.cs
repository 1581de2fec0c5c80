using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>All that the search knows of one resource: when it is open and what has been taken of it. The lists may come in any order.</summary>
public sealed record ResourceCalendar
{
    public required Guid Id { get; init; }

    /// <summary>Used in the answers for staff alone.</summary>
    public required string Name { get; init; }

    /// <summary>The zone its rules and exceptions are written in; not always the site's.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>None = always open.</summary>
    public IReadOnlyList<AvailabilityRule> Rules { get; init; } = [];

    public IReadOnlyList<ExceptionPeriod> Exceptions { get; init; } = [];

    /// <summary>How many units can be taken at once.</summary>
    public int Capacity { get; init; } = 1;

    /// <summary>The length of its cells, which count from the Unix epoch.</summary>
    public int GranularityMinutes { get; init; } = 5;

    /// <summary>Used by stays alone: it is taken by whole site-local nights, and buffers do not apply.</summary>
    public bool ClaimsByNight { get; init; }

    /// <summary>Every claim that reaches into the dates asked for, give or take a day and the buffers.</summary>
    public IReadOnlyList<TakenInterval> Taken { get; init; } = [];

    public IReadOnlyList<BusyTime> Busy { get; init; } = [];

    /// <summary>Bookings per site-local date of their start; a date that is absent has none. Only <see cref="ChoosingStrategy.Fewest"/> looks at it.</summary>
    public IReadOnlyDictionary<LocalDate, int> BookingsPerDay { get; init; } = EmptyCounts;

    internal static IReadOnlyDictionary<LocalDate, int> EmptyCounts { get; } = new Dictionary<LocalDate, int>();
}
