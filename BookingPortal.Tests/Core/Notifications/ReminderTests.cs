using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Reminding;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Tests.Core.Guard;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>The job that looks for due reminders, with a clock that a test moves by hand.</summary>
public sealed class ReminderTests
{
    private static readonly Instant Now = GuardHouse.Opening;
    private static readonly Customer WithPhone = new("Eva", "eva@example.com", "+351912345678");
    private static readonly ReminderRule MailDayBefore = new(24, ReminderChannel.Mail);
    private static readonly ReminderRule SmsTwoHours = new(2, ReminderChannel.Sms);

    [Fact]
    public async Task A_mail_the_day_before_and_an_sms_two_hours_before_each_go_once()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore, SmsTwoHours);
        Instant visit = Now + Duration.FromDays(3);
        Booking booking = await house.BookAsync(visit, WithPhone);
        await DrainAsync(house);

        await LookAsync(house, visit - Duration.FromHours(24) - Duration.FromMinutes(1));
        Assert.Empty(house.Caught.Mails);

        await LookAsync(house, visit - Duration.FromHours(24));
        await LookAsync(house, visit - Duration.FromHours(23));
        Email mail = Assert.Single(house.Caught.Mails);
        Assert.StartsWith("Reminder: Haircut", mail.Subject, StringComparison.Ordinal);
        Assert.NotNull(mail.UnsubscribeUrl);
        Assert.Empty(house.Caught.Texts);

        await LookAsync(house, visit - Duration.FromHours(2));
        await LookAsync(house, visit - Duration.FromHours(1));
        Assert.Single(house.Caught.Mails);
        TextMessage text = Assert.Single(house.Caught.Texts);
        Assert.Equal("+351912345678", text.To);
        Assert.Contains($"/booking/{booking.Reference}", text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_that_run_at_once_leave_one_message()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore);
        Instant visit = Now + Duration.FromDays(3);
        await house.BookAsync(visit);
        await DrainAsync(house);
        house.Clock.Now = visit - Duration.FromHours(20);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(house.RemindAsync)));
        await house.DeliverAsync();

        Assert.Single(house.Caught.Mails);
        Assert.Single(await house.House.AllAsync<ReminderMark>());
    }

    [Fact]
    public async Task What_was_booked_after_the_reminders_time_gets_none_for_the_past()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore, SmsTwoHours);
        Instant visit = Now + Duration.FromHours(6);
        await house.BookAsync(visit, WithPhone);
        await DrainAsync(house);

        await LookAsync(house, Now + Duration.FromMinutes(1));
        Assert.Empty(house.Caught.Mails);
        await LookAsync(house, visit - Duration.FromHours(2));
        Assert.Single(house.Caught.Texts);
        Assert.Empty(house.Caught.Mails);
    }

    [Fact]
    public async Task A_visit_that_moved_later_is_reminded_of_at_its_new_time_alone()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore);
        Instant visit = Now + Duration.FromDays(3);
        Booking booking = await house.BookAsync(visit);
        await house.MoveAsync(booking, visit + Duration.FromDays(2));
        await DrainAsync(house);

        await LookAsync(house, visit - Duration.FromHours(23));
        Assert.Empty(house.Caught.Mails);
        await LookAsync(house, visit + Duration.FromDays(1));
        Assert.Single(house.Caught.Mails);
    }

    [Fact]
    public async Task A_visit_that_was_reminded_of_and_then_moved_later_is_reminded_of_again()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore);
        Instant visit = Now + Duration.FromDays(3);
        Booking booking = await house.BookAsync(visit);
        await LookAsync(house, visit - Duration.FromHours(24));
        await house.MoveAsync(booking, visit + Duration.FromDays(5));
        await DrainAsync(house);

        await LookAsync(house, visit + Duration.FromDays(4));
        Assert.Single(house.Caught.Mails);
    }

    [Fact]
    public async Task A_visit_that_moved_so_near_that_its_reminders_time_is_past_gets_none()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore);
        Booking booking = await house.BookAsync(Now + Duration.FromDays(10));
        await house.MoveAsync(booking, Now + Duration.FromHours(8));
        await DrainAsync(house);

        await LookAsync(house, Now + Duration.FromHours(1));

        Assert.Empty(house.Caught.Mails);
        Assert.NotNull(Assert.Single(await house.House.AllAsync<ReminderMark>()).Skipped);
    }

    [Fact]
    public async Task A_cancelled_visit_is_never_reminded_of()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore);
        Instant visit = Now + Duration.FromDays(3);
        Booking booking = await house.BookAsync(visit);
        await house.CancelAsync(booking);
        await DrainAsync(house);

        await LookAsync(house, visit - Duration.FromHours(20));

        Assert.Empty(house.Caught.Mails);
    }

    /// <summary>The reminder lies in the outbox while the mail server is away, and meanwhile everything changes.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reminder_that_waits_in_the_outbox_does_not_go_after_the_visit_was_moved_or_cancelled(bool cancel)
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore);
        Instant visit = Now + Duration.FromDays(3);
        Booking booking = await house.BookAsync(visit);
        await DrainAsync(house);
        house.Clock.Now = visit - Duration.FromHours(24);
        await house.RemindAsync();
        if (cancel)
        {
            await house.CancelAsync(booking);
        }
        else
        {
            await house.MoveAsync(booking, visit + Duration.FromDays(1));
        }

        OutboxMessage reminder = (await house.House.AllAsync<OutboxMessage>()).Single(message => message.Payload.Contains("\"reminder\"", StringComparison.Ordinal));
        Assert.IsType<EffectAnswer.Pointless>(await house.DeliverAsync(reminder));

        Assert.Empty(house.Caught.Mails);
    }

    /// <summary>The worker had it already when the visit began.</summary>
    [Fact]
    public async Task A_reminder_on_its_way_when_the_visit_begins_does_not_go()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore);
        Instant visit = Now + Duration.FromDays(3);
        await house.BookAsync(visit);
        await DrainAsync(house);
        house.Clock.Now = visit - Duration.FromHours(24);
        await house.RemindAsync();
        OutboxMessage reminder = (await house.House.AllAsync<OutboxMessage>()).Single(message => message.Payload.Contains("\"reminder\"", StringComparison.Ordinal));
        house.Clock.Now = visit;

        Assert.Equal(new EffectAnswer.Pointless("The visit has begun."), await house.DeliverAsync(reminder));

        Assert.Empty(house.Caught.Mails);
    }

    [Fact]
    public async Task A_reminder_that_lay_in_the_outbox_until_the_visit_expires_untried()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore, SmsTwoHours);
        Instant visit = Now + Duration.FromDays(3);
        await house.BookAsync(visit, WithPhone);
        await DrainAsync(house);
        foreach (int hours in new[] { 24, 2 })
        {
            house.Clock.Now = visit - Duration.FromHours(hours);
            await house.RemindAsync();
        }

        house.Clock.Now = visit;
        await house.House.Get<WorkOutbox>().UntilNoneAsync();

        List<OutboxMessage> reminders = [.. (await house.House.AllAsync<OutboxMessage>()).Where(message => message.Payload.Contains("\"reminder", StringComparison.Ordinal))];
        Assert.Equal(2, reminders.Count);
        Assert.All(reminders, reminder => Assert.Equal((OutboxStatus.Expired, 0, visit), (reminder.Status, reminder.Attempts, reminder.PointlessAfter)));
        Assert.Empty(house.Caught.Mails);
        Assert.Empty(house.Caught.Texts);
    }

    /// <summary>Down from 14:00 to 20:00; visits all along that time and after it.</summary>
    [Fact]
    public async Task A_node_that_was_down_for_six_hours_catches_up_without_a_flood_and_without_the_past()
    {
        await using NoticeHouse house = await OpenAsync(new ReminderRule(5, ReminderChannel.Mail), new ReminderRule(3, ReminderChannel.Mail), SmsTwoHours);
        Instant down = Now + Duration.FromDays(2) + Duration.FromHours(6);
        for (int half = 1; half <= 20; half++)
        {
            await house.BookAsync(down + Duration.FromMinutes(30 * half), WithPhone);
        }

        await DrainAsync(house);
        await LookAsync(house, down);
        house.Caught.Mails.Clear();
        house.Caught.Texts.Clear();
        Instant back = down + Duration.FromHours(6);

        await LookAsync(house, back);

        // Visits 13 to 20 are still to come. Within two hours: the SMS alone; within three: the mail of three hours; the others: that of five.
        List<OutboxMessage> left = [.. (await house.House.AllAsync<OutboxMessage>()).Where(message => message.CreatedAt == back)];
        Assert.Equal(8, left.Count);
        Assert.Equal(4, house.Caught.Texts.Count);
        Assert.Equal(4, house.Caught.Mails.Count);
        await LookAsync(house, back + Duration.FromMinutes(1));
        Assert.Equal(8, house.Caught.Texts.Count + house.Caught.Mails.Count);
    }

    [Fact]
    public async Task Checking_in_by_mistake_and_undoing_it_reminds_nobody_twice()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore);
        Instant visit = Now + Duration.FromDays(3);
        Booking booking = await house.BookAsync(visit);
        await DrainAsync(house);
        await LookAsync(house, visit - Duration.FromHours(24));
        ChangeBooking change = house.House.Get<ChangeBooking>();
        foreach (BookingVerb verb in new[] { BookingVerb.CheckIn, BookingVerb.Undo })
        {
            Assert.False((await change.RunAsync(new ChangeBooking.Request(new ChangeRequest(booking.Id, "desk", IsStaff: true), verb))).IsRefused);
        }

        await LookAsync(house, visit - Duration.FromHours(22));

        Assert.Single(house.Caught.Mails);
    }

    [Fact]
    public async Task Who_wants_no_reminders_gets_none_and_everything_else()
    {
        await using NoticeHouse house = await OpenAsync(MailDayBefore);
        Instant visit = Now + Duration.FromDays(3);
        await house.House.Get<KeepOptOut>().RunAsync("EVA@example.com ", OptionalNotices.Reminders, isOut: true);
        await house.BookAsync(visit);
        await house.DeliverAsync();
        Assert.StartsWith("Confirmed", Assert.Single(house.Caught.Mails).Subject, StringComparison.Ordinal);

        await LookAsync(house, visit - Duration.FromHours(24));

        Assert.Single(house.Caught.Mails);
    }

    [Fact]
    public async Task An_sms_that_would_be_tried_again_in_the_quiet_hours_waits_for_their_end()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(
            service => service.Reminders = [SmsTwoHours], site => site.QuietHours = new QuietHours(21 * 60, 8 * 60));
        Instant visit = Now + Duration.FromDays(3) + Duration.FromHours(2); // ten o'clock
        await house.BookAsync(visit, WithPhone);
        await DrainAsync(house);
        house.Clock.Now = visit - Duration.FromHours(2);
        await house.RemindAsync();
        OutboxMessage message = (await house.House.AllAsync<OutboxMessage>()).Single(each => each.Kind == NoticeEffects.Sms);
        house.Clock.Now = visit - Duration.FromHours(3);

        var later = Assert.IsType<EffectAnswer.NotYet>(await house.DeliverAsync(message));

        Assert.Equal(visit - Duration.FromHours(2), later.Until);
        Assert.Empty(house.Caught.Texts);
    }

    private static Task<NoticeHouse> OpenAsync(params ReminderRule[] reminders) => NoticeHouse.OpenAsync(service => service.Reminders = reminders);

    /// <summary>What booking and moving itself causes is not what these tests are about.</summary>
    private static async Task DrainAsync(NoticeHouse house)
    {
        await house.DeliverAsync();
        house.Caught.Mails.Clear();
        house.Caught.Texts.Clear();
    }

    private static async Task LookAsync(NoticeHouse house, Instant at)
    {
        house.Clock.Now = at;
        await house.RemindAsync();
        await house.DeliverAsync();
    }
}
