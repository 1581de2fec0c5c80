using BookingPortal.Core.Catalog;
using BookingPortal.Core.Notifications.Reminding;
using BookingPortal.Core.Time;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>When reminders go out, across changing clocks and quiet hours. Times are on the wall of the zone named.</summary>
public sealed class ReminderTimesTests
{
    private static readonly QuietHours Night = new(21 * 60, 8 * 60);
    private static readonly Duration Long = Duration.FromDays(60);

    /// <summary>Lisbon goes forward on 29 March 2026 at 01:00 and back on 25 October at 02:00; New York on 8 March and 1 November.</summary>
    [Theory]
    [InlineData("Europe/Lisbon", "2026-12-01T09:00", 24, "2026-11-30T09:00")]
    [InlineData("Europe/Lisbon", "2026-03-29T09:00", 24, "2026-03-28T09:00")] // 23 hours before
    [InlineData("Europe/Lisbon", "2026-10-25T09:00", 24, "2026-10-24T09:00")] // 25 hours before
    [InlineData("Europe/Lisbon", "2026-10-25T09:00", 48, "2026-10-23T09:00")]
    [InlineData("America/New_York", "2026-11-01T00:30", 24, "2026-10-31T00:30")]
    [InlineData("Europe/Lisbon", "2026-03-30T01:30", 24, "2026-03-29T02:30")] // half past one does not exist the day before
    [InlineData("Europe/Lisbon", "2026-10-25T03:00", 2, "2026-10-25T01:00", "+00:00")] // two hours that pass: the second time that it is one
    [InlineData("Europe/Lisbon", "2026-03-29T03:00", 2, "2026-03-29T00:00")]
    [InlineData("Europe/Lisbon", "2026-10-25T09:00", 26, "2026-10-24T07:00")]
    public void Days_are_counted_on_the_calendar_and_hours_as_they_pass(string zoneName, string start, int hoursBefore, string expected, string? offset = null)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[zoneName];

        Instant due = ReminderTimes.Due(At(start, zone), hoursBefore, zone);

        Assert.Equal(expected, due.InZone(zone).ToString("uuuu-MM-dd'T'HH:mm", null));
        if (offset is not null)
        {
            Assert.Equal(offset, due.InZone(zone).Offset.ToString("+HH:mm", null));
        }
    }

    [Theory]
    [InlineData("2026-12-01T10:00", 24, "2026-11-30T10:00")] // in the day
    [InlineData("2026-12-01T09:30", 2, "2026-12-01T08:00")] // due at 07:30: waits for eight
    [InlineData("2026-12-01T09:00", 2, "2026-12-01T08:00")] // an hour ahead is enough
    [InlineData("2026-12-01T08:30", 2, "2026-11-30T20:30")] // eight would be too late: the evening before
    [InlineData("2026-12-01T23:30", 24, "2026-12-01T08:00")] // due at 23:30 the night before
    [InlineData("2026-12-01T08:00", 24, "2026-11-30T08:00")] // the end of the quiet is not quiet
    [InlineData("2026-12-01T21:00", 24, "2026-12-01T08:00")] // the beginning is
    public void Quiet_hours_move_a_reminder_to_their_end_or_before_them(string start, int hoursBefore, string expected)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];
        Instant begins = At(start, zone);

        Instant sendAt = ReminderTimes.SendAt(ReminderTimes.Due(begins, hoursBefore, zone), begins, Night, zone);

        Assert.Equal(At(expected, zone), sendAt);
    }

    [Theory]
    [InlineData("2026-11-30T08:59", "NotYet")]
    [InlineData("2026-11-30T09:00", "Send")]
    [InlineData("2026-12-01T08:59", "Send")] // late, and still of use
    [InlineData("2026-12-01T09:00", "Skip")] // pointless after the start
    public void A_reminder_goes_from_its_time_until_the_visit_begins(string now, string expected) =>
        Assert.Equal(expected, Decide(ReminderChannel.Mail, 24, "2026-12-01T09:00", now, quiet: null));

    [Fact]
    public void What_was_booked_after_the_time_of_its_reminder_needs_none()
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];
        Instant start = At("2026-12-01T09:00", zone);
        Instant due = start - Duration.FromHours(24);

        ReminderDecision Since(Instant since) => ReminderTimes.Decide(new ReminderRule(24, ReminderChannel.Mail), start, since, due + Duration.FromHours(1), null, zone);

        Assert.IsType<ReminderDecision.Send>(Since(due));
        Assert.IsType<ReminderDecision.Skip>(Since(due + Duration.FromSeconds(1)));
    }

    [Theory]
    [InlineData(ReminderChannel.Sms, "2026-12-01T09:00", "2026-12-01T03:00", "NotYet")] // the morning is in time
    [InlineData(ReminderChannel.Mail, "2026-12-01T09:00", "2026-12-01T03:00", "NotYet")]
    [InlineData(ReminderChannel.Sms, "2026-12-01T07:00", "2026-12-01T03:00", "Skip")] // nobody is woken by an SMS
    [InlineData(ReminderChannel.Mail, "2026-12-01T07:00", "2026-12-01T03:00", "Send")] // a mail wakes nobody
    public void A_node_that_comes_back_at_night_wakes_nobody(ReminderChannel by, string start, string now, string expected) =>
        Assert.Equal(expected, Decide(by, 24, start, now, Night));

    [Fact]
    public void Quiet_hours_over_midnight_and_within_a_day_are_both_understood()
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];

        Assert.Equal(At("2026-12-01T08:00", zone), Night.Around(At("2026-12-01T03:00", zone), zone)!.Value.End);
        Assert.Equal(At("2026-12-02T08:00", zone), Night.Around(At("2026-12-01T22:00", zone), zone)!.Value.End);
        Assert.Null(Night.Around(At("2026-12-01T12:00", zone), zone));
        Assert.Equal(At("2026-12-01T15:00", zone), new QuietHours(13 * 60, 15 * 60).Around(At("2026-12-01T14:00", zone), zone)!.Value.End);
        Assert.Equal(Duration.FromHours(11), Night.Length);
    }

    private static string Decide(ReminderChannel by, int hoursBefore, string start, string now, QuietHours? quiet)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];
        Instant begins = At(start, zone);
        return ReminderTimes.Decide(new ReminderRule(hoursBefore, by), begins, begins - Long, At(now, zone), quiet, zone).GetType().Name;
    }

    private static Instant At(string local, DateTimeZone zone) =>
        SiteTime.ToInstant(LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(local).Value, zone);
}
