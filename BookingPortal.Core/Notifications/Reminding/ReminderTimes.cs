using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Notifications.Reminding;

/// <summary>
/// When a reminder goes out. Whole days are counted on the site's calendar and the rest in hours that really pass, as RFC 5545
/// tells P1D from PT24H: "24 hours before" a visit at nine is nine o'clock the day before, also when the clocks change in
/// between; "2 hours before" is two hours.
/// </summary>
public static class ReminderTimes
{
    /// <summary>A reminder that waited for the morning is of use until this long before the visit; with less it goes the evening before.</summary>
    internal static readonly Duration LeastAhead = Duration.FromHours(1);

    /// <summary>How long before the quiet begins the early ones go: late enough to be near, early enough for a job that comes a few minutes late.</summary>
    internal static readonly Duration BeforeQuiet = Duration.FromMinutes(30);

    public static Instant Due(Instant start, int hoursBefore, DateTimeZone zone)
    {
        (int days, int hours) = (hoursBefore / 24, hoursBefore % 24);
        Instant counted = days == 0 ? start : SiteTime.ToInstant(start.InZone(zone).LocalDateTime.PlusDays(-days), zone);
        return counted - Duration.FromHours(hours);
    }

    /// <summary>The due time, moved out of the quiet hours: to their end, or before them where the end would be too late.</summary>
    public static Instant SendAt(Instant due, Instant start, QuietHours? quiet, DateTimeZone zone) =>
        quiet?.Around(due, zone) is not { } stretch ? due
        : stretch.End <= start - LeastAhead ? stretch.End
        : stretch.Start - BeforeQuiet;

    /// <param name="since">When the visit got its present start.</param>
    public static ReminderDecision Decide(ReminderRule rule, Instant start, Instant since, Instant now, QuietHours? quiet, DateTimeZone zone)
    {
        Instant due = Due(start, rule.HoursBefore, zone);
        Instant sendAt = SendAt(due, start, quiet, zone);
        if (now >= start)
        {
            return new ReminderDecision.Skip("The visit has begun.");
        }

        if (since > Instant.Min(due, sendAt))
        {
            return new ReminderDecision.Skip("It was booked or moved after the time of this reminder.");
        }

        if (now < sendAt)
        {
            return new ReminderDecision.NotYet();
        }

        if (quiet?.Around(now, zone) is not { } stretch)
        {
            return new ReminderDecision.Send(due);
        }

        // Late, and in the night.
        return stretch.End < start ? new ReminderDecision.NotYet()
            : rule.By == ReminderChannel.Mail ? new ReminderDecision.Send(due) // a mail wakes nobody
            : new ReminderDecision.Skip("It could only have gone out at night.");
    }
}

/// <summary>What is to be done about one reminder at this moment. Closed.</summary>
public abstract record ReminderDecision
{
    private ReminderDecision()
    {
    }

    public sealed record NotYet : ReminderDecision;

    /// <param name="Due">Its own time, before quiet hours moved it.</param>
    public sealed record Send(Instant Due) : ReminderDecision;

    public sealed record Skip(string Why) : ReminderDecision;
}
