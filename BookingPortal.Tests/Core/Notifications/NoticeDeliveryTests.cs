using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
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
}
