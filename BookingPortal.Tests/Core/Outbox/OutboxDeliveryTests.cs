using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>From the change of a booking to its effect: what is left, in which order it goes, and when it does not go at all.</summary>
public sealed class OutboxDeliveryTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_booking_leaves_its_mail_in_its_own_commit_and_it_is_delivered_once(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        Booking booking = await house.BookAsync();

        OutboxMessage left = await house.MessageAsync();
        Assert.Equal((OutboxStatus.Waiting, booking.Id, 1), (left.Status, left.BookingId, left.BookingVersion));
        Assert.Matches("^00-[0-9a-f]{32}-", left.TraceParent);

        Assert.Equal(1, await house.WorkAsync());
        Assert.Equal(0, await house.WorkAsync());
        OutboxMessage delivered = await house.MessageAsync();
        Assert.Equal((OutboxStatus.Delivered, null), (delivered.Status, delivered.DueAt));
        Assert.Equal(left.Id, Assert.Single(house.Mail.Taken).Id);
        DeliveryAttempt attempt = Assert.Single(await house.AllAsync<DeliveryAttempt>());
        Assert.Equal((AttemptOutcome.Delivered, "250 taken"), (attempt.Outcome, attempt.Why));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_write_that_is_undone_leaves_no_message(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.Get<BookingPortal.Core.Data.IWriteQueue>().RunAsync(async scope =>
        {
            await house.Get<LeaveEffects>().RunAsync(scope, [OutboxHouse.To("eva@example.com")], house.Clock.Now);
            scope.Undo();
            return true;
        });
        Assert.Empty(await house.MessagesAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Where_nobody_sends_mail_nothing_is_written(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider, withMail: false);
        await house.BookAsync();
        Assert.Empty(await house.MessagesAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_effect_that_is_left_twice_under_one_name_is_one_message(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        PlannedEffect reminder = OutboxHouse.To("eva@example.com") with { Once = "booking 7, version 2, day before" };
        Assert.Equal(1, await house.LeaveAsync(reminder));
        Assert.Equal(0, await house.LeaveAsync(reminder, reminder));
        await house.MessageAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_newer_message_of_the_same_topic_replaces_one_that_waits(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        Booking booking = await house.BookAsync();
        await CancelAsync(house, booking);

        List<OutboxMessage> messages = await house.MessagesAsync();
        Assert.Equal([OutboxStatus.Superseded, OutboxStatus.Waiting], messages.Select(message => message.Status));
        await house.WorkAsync();
        Assert.Contains("BookingCancelled", Assert.Single(house.Mail.Taken).Payload);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task One_that_is_on_its_way_is_not_replaced_but_has_no_second_try(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        Booking booking = await house.BookAsync();
        house.Mail.Meanwhile = async _ =>
        {
            house.Mail.Meanwhile = _ => Task.CompletedTask;
            await CancelAsync(house, booking);
        };
        house.Mail.Answer = _ => new EffectAnswer.TryAgain("busy");
        await house.WorkAsync();

        List<OutboxMessage> messages = await house.MessagesAsync();
        Assert.Equal([OutboxStatus.Superseded, OutboxStatus.Waiting], messages.Select(message => message.Status));
        Assert.Equal(messages[1].Id, messages[0].SupersededBy);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Order_is_kept_per_booking_and_destination_and_only_there(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        var booking = Guid.CreateVersion7();
        PlannedEffect About(int version, string address) => OutboxHouse.To(address) with { BookingId = booking, BookingVersion = version };
        await house.LeaveAsync(About(1, "eva@example.com"));
        await house.LeaveAsync(About(2, "eva@example.com"), About(2, "ana@example.com"));
        house.Mail.Answer = effect => effect.BookingVersion == 1 ? new EffectAnswer.TryAgain("greylisted") : new EffectAnswer.Delivered();

        await house.WorkAsync();
        await house.WorkAsync();
        Assert.Equal("ana@example.com", Assert.Single(house.Mail.Taken).Address); // the second to Eva waits behind the first

        house.Mail.Answer = _ => new EffectAnswer.Delivered();
        house.Clock.Now += Duration.FromSeconds(2);
        await house.WorkAsync();
        await house.WorkAsync();
        Assert.Equal([1, 2], house.Mail.Taken.Where(effect => effect.Address == "eva@example.com").Select(effect => effect.BookingVersion));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_is_pointless_by_now_expires_without_a_try(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.LeaveAsync(OutboxHouse.To("eva@example.com") with { PointlessAfter = house.Clock.Now + Duration.FromHours(1) });
        house.Clock.Now += Duration.FromHours(1);
        await house.WorkAsync();
        Assert.Equal(OutboxStatus.Expired, (await house.MessageAsync()).Status);
        Assert.Empty(house.Mail.Taken);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_is_due_later_waits_until_then(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.LeaveAsync(OutboxHouse.To("eva@example.com") with { DueAt = house.Clock.Now + Duration.FromMinutes(1) });
        Assert.Equal(0, await house.WorkAsync());
        house.Clock.Now += Duration.FromMinutes(1);
        Assert.Equal(1, await house.WorkAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task New_bookings_are_refused_while_too_much_waits_and_cancelling_goes_on(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider, new OutboxSettings { BacklogLimit = 1 });
        Booking booking = await house.BookAsync();
        await house.Get<Backlog>().RunAsync();

        await Assert.ThrowsAsync<OverloadedException>(() => house.BookAsync("rui@example.com"));
        Assert.Single(await house.AllAsync<Booking>());
        await CancelAsync(house, booking);

        await house.WorkAsync();
        await house.Get<Backlog>().RunAsync();
        await house.BookAsync("rui@example.com");
    }

    private static async Task CancelAsync(OutboxHouse house, Booking booking)
    {
        Outcome<Booking> cancelled = await house.Get<CancelBooking>().RunAsync(new(new ChangeRequest(booking.Id, "customer", IsStaff: false)));
        Assert.False(cancelled.IsRefused);
    }
}
