using NodaTime;

namespace BookingPortal.Core.Durability.Alerts;

/// <summary>Something that a manager should know: one row for each cause, raised once until it is over, whatever number of times it happens.</summary>
public sealed class Alert
{
    /// <summary>One of <see cref="AlertCauses"/>.</summary>
    public required string Cause { get; init; }

    /// <summary>What happened first, in plain words.</summary>
    public required string Words { get; set; }

    public Guid? BookingId { get; set; }

    public required Instant RaisedAt { get; set; }

    public required Instant LastAt { get; set; }

    /// <summary>How often it happened since it was raised; 1 for what goes on, however often somebody looks.</summary>
    public int Times { get; set; }

    /// <summary>When it was over; null while it stands.</summary>
    public Instant? ClearedAt { get; set; }

    /// <summary>Who said so: a manager's email, or <c>job</c>.</summary>
    public string? ClearedBy { get; set; }
}

/// <summary>The names of causes; what stands before the colon tells the page which words and which place belong to it.</summary>
public static class AlertCauses
{
    public static string DeadLetter(string kind) => $"dead-letter:{kind}";

    public static string Lag(string kind) => $"lag:{kind}";

    /// <summary>Messages that were due in time and failed every time since.</summary>
    public static string Retrying(string kind) => $"retrying:{kind}";

    public static string Circuit(string system) => $"circuit:{system}";

    public static string Job(string name) => $"job:{name}";

    /// <summary>Nothing of the timetable runs; its jobs are not told one by one then.</summary>
    public static string Timetable => "timetable:all";

    public static string Backlog => "backlog:all";

    public static string StuckBookings => "stuck:bookings";

    public static string Subscriber(string name) => $"subscriber:{name}";
}
