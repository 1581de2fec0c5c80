namespace BookingPortal.Core.Availability;

/// <summary>What a service asks of time: how long it takes, where it may start, how far ahead, and what it occupies.</summary>
public sealed record ServiceRules
{
    public required Guid Id { get; init; }

    public required ServiceKind Kind { get; init; }

    /// <summary>Length of an appointment or a session; unused by stays.</summary>
    public int DurationMinutes { get; init; }

    /// <summary>Length of a stay; unused by the others.</summary>
    public int Nights { get; init; }

    /// <summary>Wall time of arrival, in minutes of the day.</summary>
    public int CheckInMinute { get; init; }

    /// <summary>Wall time of departure on the last day, in minutes of the day.</summary>
    public int CheckOutMinute { get; init; }

    /// <summary>Minutes between starts; null = the duration.</summary>
    public int? StepMinutes { get; init; }

    public StartGrid Grid { get; init; }

    /// <summary>Also offer the time right after each booking, off the grid.</summary>
    public bool FillGaps { get; init; }

    public int BufferBeforeMinutes { get; init; }

    public int BufferAfterMinutes { get; init; }

    /// <summary>A start lies at least this long after now.</summary>
    public int MinNoticeMinutes { get; init; }

    /// <summary>A start's site-local date lies at most this many days after today.</summary>
    public int WindowDays { get; init; } = 60;

    /// <summary>Bookings of this service at this site that may start on one site-local date; null = any number.</summary>
    public int? MaxPerDay { get; init; }

    /// <summary>Seats of a session; appointments and stays count units of the first group's resource instead.</summary>
    public int Seats { get; init; } = 1;

    /// <summary>One resource out of each. The first group is the primary one: its resource's openings carry the grid, and customers may name it.</summary>
    public required IReadOnlyList<ResourceGroup> Groups { get; init; }

    internal int EffectiveStepMinutes => StepMinutes ?? DurationMinutes;
}
