using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>What comes of a notice once a worker has it.</summary>
public sealed class NoticeDeliveryTests
{
    private static readonly Instant Visit = Instant.FromUtc(2026, 9, 10, 9, 0);

    [Fact]
    public async Task A_mail_that_was_taken_before_the_worker_died_is_not_sent_again()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await house.BookAsync(Visit);
        OutboxMessage message = Assert.Single(await house.House.AllAsync<OutboxMessage>(), each => each.Kind == NoticeEffects.Mail);
        await house.DeliverAsync(message);

        Assert.IsType<EffectAnswer.Delivered>(await house.DeliverAsync(message, attempt: 2));

        Assert.Single(house.Caught.Mails);
    }

    [Fact]
    public async Task What_still_waits_is_replaced_by_the_newer_word_on_the_visit()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        Booking booking = await house.BookAsync(Visit);
        await house.MoveAsync(booking, Visit + Duration.FromHours(2));
        await house.CancelAsync(booking);
        await house.House.Get<WorkOutbox>().UntilNoneAsync();

        Assert.StartsWith("Cancelled: ", Assert.Single(house.Caught.Mails).Subject, StringComparison.Ordinal);
        Assert.Equal(
            [OutboxStatus.Superseded, OutboxStatus.Superseded, OutboxStatus.Delivered],
            (await house.House.AllAsync<OutboxMessage>()).Where(message => message.Kind == NoticeEffects.Mail).OrderBy(message => message.Position).Select(message => message.Status));
    }

    [Fact]
    public async Task A_mail_that_waited_until_long_after_the_visit_is_no_news_any_more()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        Booking booking = await house.BookAsync(Visit);
        house.Clock.Now = booking.EndsAt;
        await house.House.Get<WorkOutbox>().UntilNoneAsync();

        Assert.Empty(house.Caught.Mails);
        Assert.All(await house.House.AllAsync<OutboxMessage>(), message => Assert.Equal(OutboxStatus.Expired, message.Status));
    }

    /// <summary>The worker died after the mails were left and before it was noted.</summary>
    [Fact]
    public async Task Colleagues_are_told_once_however_often_the_message_to_them_is_worked_on()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await AddColleagueAsync(house);
        await house.BookAsync(Visit);
        OutboxMessage toStaff = Assert.Single(await house.House.AllAsync<OutboxMessage>(), each => each.Kind == NoticeEffects.Staff);

        await house.DeliverAsync(toStaff);
        await house.DeliverAsync(toStaff, attempt: 2);

        Assert.Single(await house.House.AllAsync<OutboxMessage>(), message => message.Destination == NoticeEffects.ToAddress("rui@barber.example"));
    }

    [Fact]
    public async Task What_the_server_says_is_what_the_outbox_hears()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await house.BookAsync(Visit);
        OutboxMessage message = Assert.Single(await house.House.AllAsync<OutboxMessage>(), each => each.Kind == NoticeEffects.Mail);

        house.Caught.Answer = _ => new SendAnswer.Later("Greylisted.", IsOutage: false);
        Assert.Equal(new EffectAnswer.TryAgain("Greylisted.", IsOutage: false), await house.DeliverAsync(message));
        house.Caught.Answer = _ => new SendAnswer.Never("550 no such user");
        Assert.Equal(new EffectAnswer.Refused("550 no such user"), await house.DeliverAsync(message, attempt: 2));

        // A person corrects the address and tries again.
        house.Caught.Answer = to => to == "eva@example.com" ? new SendAnswer.Never("550 no such user") : null;
        message.Destination = NoticeEffects.ToAddress("eva@example.org");
        Assert.IsType<EffectAnswer.Delivered>(await house.DeliverAsync(message, attempt: 3));
        Assert.Equal("eva@example.org", Assert.Single(house.Caught.Mails).To);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no json")]
    [InlineData("""{"notice":"confirmatin"}""")]
    public async Task A_payload_that_was_spoilt_by_a_correction_is_refused_in_words(string payload)
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await house.BookAsync(Visit);
        OutboxMessage message = Assert.Single(await house.House.AllAsync<OutboxMessage>(), each => each.Kind == NoticeEffects.Mail);
        message.Payload = payload;

        Assert.Equal(new EffectAnswer.Refused("The payload is not that of a notice."), await house.DeliverAsync(message));
    }

    private static async Task AddColleagueAsync(NoticeHouse house)
    {
        Resource person = (await house.House.AllAsync<Resource>()).Single(each => each.Slug == "person-1");
        var role = new IdentityRole<Guid>(StaffRoles.Staff) { Id = Guid.NewGuid(), NormalizedName = "STAFF" };
        var rui = new StaffAccount { Id = Guid.NewGuid(), Name = "Rui", Email = "rui@barber.example", UserName = "rui@barber.example", ResourceId = person.Id };
        await house.House.AddAsync(role, rui, new IdentityUserRole<Guid> { UserId = rui.Id, RoleId = role.Id });
    }
}
