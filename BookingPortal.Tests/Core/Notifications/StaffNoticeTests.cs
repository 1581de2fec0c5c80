using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>What people who work here are told: whose work it is, who decides, the day, and the machinery's alerts.</summary>
public sealed class StaffNoticeTests
{
    /// <summary>Thursday 10 September 2026, 10:00 in Lisbon.</summary>
    private static readonly Instant Visit = Instant.FromUtc(2026, 9, 10, 9, 0);

    [Fact]
    public async Task Whoever_does_the_work_is_told_in_a_mail_of_their_own_and_whoever_no_longer_does_too()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        Resource[] people = [.. (await house.House.AllAsync<Resource>()).OrderBy(person => person.Slug)];
        await house.AddColleagueAsync("one@barber.example", StaffRoles.Staff, people[0].Id);
        await house.AddColleagueAsync("two@barber.example", StaffRoles.Staff, people[1].Id);
        Booking booking = await house.BookAsync(Visit);
        await house.DeliverAsync();
        Assert.Equal(["one@barber.example: New booking"], house.ToStaff());

        await house.MoveAsync(booking, Visit + Duration.FromHours(1), "person-2");
        await house.DeliverAsync();
        Assert.Equal(["one@barber.example: No longer yours", "two@barber.example: Moved"], house.ToStaff().Skip(1).Order(StringComparer.Ordinal));

        await house.CancelAsync(booking);
        await house.DeliverAsync();
        Assert.Equal("two@barber.example: Cancelled", house.ToStaff().Last());
    }

    [Theory]
    [InlineData(BookingVerb.Approve, "New booking")]
    [InlineData(BookingVerb.Decline, "Declined")]
    [InlineData(BookingVerb.TimeOut, "Nobody answered")]
    public async Task Colleagues_hear_that_their_visit_waits_again_and_how_it_ended_and_who_decides_is_asked_anew(BookingVerb answer, string told)
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(service => (service.NeedsApproval, service.AsksAgainWhenMoved) = (true, true));
        List<Resource> people = [.. (await house.House.AllAsync<Resource>()).OrderBy(each => each.Position)];
        await house.AddColleagueAsync("one@barber.example", StaffRoles.Staff, people[0].Id);
        await house.AddColleagueAsync("two@barber.example", StaffRoles.Staff, people[1].Id);
        await house.AddColleagueAsync("front@barber.example", StaffRoles.Desk);
        Booking booking = await house.BookAsync(Visit);
        await house.DecideAsync(booking, BookingVerb.Approve);
        await house.DeliverAsync();
        house.Caught.Mails.Clear();
        var move = new RescheduleBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false), Visit + Duration.FromHours(2), "person-2");
        Booking moved = (await house.House.Get<RescheduleBooking>().RunAsync(move)).Value();
        await house.DeliverAsync();
        Assert.Equal(
            ["front@barber.example: Please decide", "one@barber.example: No longer yours", "two@barber.example: Moved, waits for approval"],
            house.Caught.Mails.Where(mail => mail.To.EndsWith("barber.example", StringComparison.Ordinal)).Select(mail => $"{mail.To}: {mail.Subject.Split(':')[0]}").Order(StringComparer.Ordinal));

        house.Caught.Mails.Clear();
        if (answer == BookingVerb.TimeOut)
        {
            house.Clock.Now = moved.StartsAt;
            await house.House.Get<RunSagas>().RunAsync();
        }
        else
        {
            await house.DecideAsync(moved, answer);
        }

        await house.DeliverAsync();
        Assert.Equal([$"two@barber.example: {told}"], house.Caught.Mails.Where(mail => mail.To.EndsWith("barber.example", StringComparison.Ordinal)).Select(mail => $"{mail.To}: {mail.Subject.Split(':')[0]}"));
    }

    /// <summary>As where the owner cuts hair: both are of one change and go to one address.</summary>
    [Fact]
    public async Task Who_does_the_work_and_decides_too_is_told_of_the_move_and_asked_about_it()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(service => (service.NeedsApproval, service.AsksAgainWhenMoved) = (true, true));
        Resource person = (await house.House.AllAsync<Resource>()).Single(each => each.Slug == "person-1");
        await house.AddColleagueAsync("owner@barber.example", StaffRoles.Manager, person.Id);
        Booking booking = await house.BookAsync(Visit);
        await house.DecideAsync(booking, BookingVerb.Approve);
        await house.DeliverAsync();
        house.Caught.Mails.Clear();
        var move = new RescheduleBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false), Visit + Duration.FromHours(2));
        (await house.House.Get<RescheduleBooking>().RunAsync(move)).Value();
        await house.DeliverAsync();

        Assert.Equal(["owner@barber.example: Moved, waits for approval", "owner@barber.example: Please decide"], house.ToStaff().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_told_of_what_they_did_themselves_and_where_nobody_has_an_account_nothing_is_left()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await house.House.Get<StaffDirectory>().RefreshAsync();
        await house.BookAsync(Visit);
        Assert.DoesNotContain(await house.House.AllAsync<OutboxMessage>(), message => message.Kind == NoticeEffects.Staff);

        Resource person = (await house.House.AllAsync<Resource>()).Single(each => each.Slug == "person-1");
        await house.AddColleagueAsync("desk@example.com", StaffRoles.Desk, person.Id);
        house.Clock.Now += Duration.FromMinutes(2); // what was known of colleagues is stale by now
        await house.MoveAsync(await house.BookAsync(Visit + Duration.FromDays(1)), Visit + Duration.FromDays(2));
        await house.DeliverAsync();

        Assert.Equal(["desk@example.com: New booking"], house.ToStaff());
    }

    [Fact]
    public async Task The_digest_comes_once_in_the_morning_of_the_sites_own_day()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await house.AddColleagueAsync("desk@barber.example", StaffRoles.Desk);
        Booking booking = await house.BookAsync(Visit);
        await house.DeliverAsync();
        house.Caught.Mails.Clear();
        SendDigests digests = house.House.Get<SendDigests>();

        house.Clock.Now = Instant.FromUtc(2026, 9, 10, 4, 59);
        Assert.Equal(0, await digests.RunAsync());
        house.Clock.Now = Instant.FromUtc(2026, 9, 10, 5, 0); // six in Lisbon
        Assert.Equal(1, await digests.RunAsync());
        Assert.Equal(0, await digests.RunAsync());
        Assert.Equal(0, await new SendDigests(
            house.House.Get<IWriteQueue>(), house.House.Get<ReadCatalog>(), house.House.Get<LeaveEffects>(), house.House.Get<StaffDirectory>(), house.Clock).RunAsync());
        await house.DeliverAsync();

        Email mail = Assert.Single(house.Caught.Mails);
        Assert.Equal("Shop, Thursday 10 September 2026: visits 1", mail.Subject);
        Assert.Contains($"10:00 WEST  Eva, Haircut, Person 1 ({booking.Reference})", mail.Text, StringComparison.Ordinal);
        Assert.NotNull(mail.UnsubscribeUrl);
    }

    [Fact]
    public async Task Managers_are_alerted_once_for_one_occasion()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await house.AddColleagueAsync("boss@barber.example", StaffRoles.Manager);
        await house.AddColleagueAsync("desk@barber.example", StaffRoles.Desk);
        var request = new RaiseAlert.Request(AlertCauses.DeadLetter("mail"), "550 no such user");
        IWriteQueue writes = house.House.Get<IWriteQueue>();

        Assert.True(await writes.RunAsync(scope => house.House.Get<RaiseAlert>().RunAsync(scope, request, house.Clock.Now)));
        Assert.False(await writes.RunAsync(scope => house.House.Get<RaiseAlert>().RunAsync(scope, request, house.Clock.Now)));
        await house.DeliverAsync();

        Email mail = Assert.Single(house.Caught.Mails);
        Assert.Equal(("boss@barber.example", "Please look: Something could not be delivered (mail)"), (mail.To, mail.Subject));
        Assert.Contains("550 no such user", mail.Text, StringComparison.Ordinal);
    }
}
