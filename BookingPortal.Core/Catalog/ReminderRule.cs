namespace BookingPortal.Core.Catalog;

/// <summary>When customers are reminded of a visit, and by what.</summary>
/// <param name="HoursBefore">Whole days of it are counted on the site's calendar, so 24 is the same wall time the day before; the rest are hours that really pass.</param>
public sealed record ReminderRule(int HoursBefore, ReminderChannel By)
{
    /// <summary>A year; nobody plans further than the longest window.</summary>
    public const int MostHours = 24 * 366;

    /// <summary>Reminders of one service; more are a nuisance.</summary>
    public const int Most = 10;

    /// <summary>Unless a service says otherwise: one mail the day before.</summary>
    public static readonly IReadOnlyList<ReminderRule> Usual = [new ReminderRule(24, ReminderChannel.Mail)];

    /// <summary>As sent-marks know it, such as <c>24h-mail</c>.</summary>
    public string Kind => $"{HoursBefore}h-{(By == ReminderChannel.Mail ? "mail" : "sms")}";
}

/// <summary>The ways to remind somebody.</summary>
public enum ReminderChannel
{
    Mail,
    Sms,
}
