using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>The reader that makes sure that every event's effects are there, and never does one twice.</summary>
public sealed class MissingEffectsTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task What_is_missing_goes_out_once_and_nothing_else_does(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.BookAsync("eva@example.com");
        await house.BookAsync("rui@example.com");
        await house.Database.SqlAsync("DELETE FROM \"OutboxMessages\" WHERE \"Destination\" = 'mail:rui@example.com'");
        await house.WorkAsync();
        Assert.Equal(["eva@example.com"], Addresses(house));

        await house.ReadStreamAsync();
        await house.WorkAsync();
        Assert.Equal(["eva@example.com", "rui@example.com"], Addresses(house));
        OperatorAct act = Assert.Single(await house.AllAsync<OperatorAct>());
        Assert.Equal(("leave-missing", "job", "notices, events 1 to 2"), (act.Act, act.By, act.Subject));

        for (int again = 0; again < 2; again++)
        {
            await house.ReplayAsync("notices");
            Assert.Equal(0, await house.WorkAsync());
        }

        Assert.Equal(2, house.Mail.Taken.Count);
        Assert.Empty(await house.Database.CheckAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_planner_that_fails_breaks_no_booking_and_its_messages_go_out_when_it_is_mended(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.PlannerFails = booking => booking.Customer.Email.StartsWith("rui", StringComparison.Ordinal);
        await house.BookAsync("eva@example.com");
        Booking rui = await house.BookAsync("rui@example.com");
        await house.BookAsync("nora@example.com");
        Assert.Equal(BookingStatus.Confirmed, rui.Status);
        await house.ReadStreamAsync();

        ReadSubscribers.Item reader = (await house.Get<ReadSubscribers>().RunAsync()).Single(each => each.Name == "notices");
        Assert.Equal((0L, null), (reader.Behind, reader.Problem)); // it goes on for the others
        Assert.Contains("The messages of event 2 could not be planned: The planner has a hole.", reader.Finding);
        Assert.Null(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);

        house.PlannerFails = _ => false;
        await house.ReplayAsync("notices", from: 1);
        await house.Get<WorkOutbox>().UntilNoneAsync();
        Assert.Equal(["eva@example.com", "nora@example.com", "rui@example.com"], Addresses(house));
        Assert.Null((await house.Get<ReadSubscribers>().RunAsync()).Single(each => each.Name == "notices").Finding);
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
    }

    /// <summary>Delivered, superseded, expired, dead, skipped; corrected and sent to another address; delivered, and its row lost.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task What_has_come_to_its_end_does_not_go_again(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = effect => effect.Address == "dead@example.com" || effect.Address == "typo@example.com"
            ? new EffectAnswer.Refused("No such mailbox.")
            : new EffectAnswer.Delivered("250 taken");
        foreach (string name in new[] { "delivered", "dead", "typo", "superseded", "expired", "skipped" })
        {
            await house.BookAsync($"{name}@example.com");
        }

        foreach (string status in new[] { "Superseded", "Expired", "Skipped" })
        {
            await house.Database.SqlAsync($"UPDATE \"OutboxMessages\" SET \"Status\" = '{status}', \"DueAt\" = NULL WHERE \"Destination\" = 'mail:{status.ToLowerInvariant()}@example.com'");
        }

        await house.Get<WorkOutbox>().UntilNoneAsync();
        OutboxMessage typo = (await house.MessagesAsync()).Single(message => message.Destination == "mail:typo@example.com");
        await house.Get<ActOnMessages>().RunAsync(new ActOnMessages.EditRequest(house.Manager, typo.Id, "right@example.com", null, "She mistyped it"));
        await house.Get<WorkOutbox>().UntilNoneAsync();
        int before = (await house.MessagesAsync()).Count;
        string[] taken = Addresses(house);
        Assert.Contains("right@example.com", taken);

        await house.ReadStreamAsync();
        await house.ReplayAsync("notices");
        Assert.Equal(0, await house.Get<WorkOutbox>().UntilNoneAsync());
        Assert.Equal(before, (await house.MessagesAsync()).Count);
        Assert.Equal(taken, Addresses(house));
    }

    /// <summary>The other side has taken it and only the message is gone: its result tells.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task What_was_done_is_not_done_again_though_its_message_was_removed(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.BookAsync();
        house.Mail.Meanwhile = effect => house.Get<KeepEffectResult>().RunAsync(effect, "250 taken");
        await house.WorkAsync();
        await house.Database.SqlAsync("DELETE FROM \"OutboxMessages\"");

        await house.ReadStreamAsync();
        Assert.Empty(await house.MessagesAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Only_the_newest_event_of_a_booking_still_owes_something(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        Booking booking = await house.BookAsync();
        await CancelAsync(house, booking);
        await house.Database.SqlAsync("DELETE FROM \"OutboxMessages\"");

        await house.ReadStreamAsync();
        await house.WorkAsync();
        Assert.Contains("BookingCancelled", Assert.Single(house.Mail.Taken).Payload);
    }

    /// <summary>By then a message that went out may be forgotten, and nobody could tell; raising the days later brings no memory back.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task What_is_older_than_the_outbox_remembers_is_left_alone(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider, new OutboxSettings { KeepDays = 30 });
        await house.BookAsync();
        await house.WorkAsync();
        house.Clock.Now += Duration.FromDays(31);
        Assert.Equal(1, await house.Get<ForgetDelivered>().RunAsync());

        await house.ReadStreamAsync();
        Assert.Empty(await house.MessagesAsync());

        var longer = new MakeSureOfEffects(
            house.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<BookingPortal.Core.Data.PortalContext>>(), house.Get<BookingPortal.Core.Catalog.ReadCatalog>(),
            house.Get<PlanEffectsOf>(), house.Get<LeaveEffects>(), new OutboxSettings { KeepDays = 90 }, house.Clock);
        IReadOnlyList<ReadEvents.Item> events = await house.Get<ReadEvents>().RunAsync(0, 10);
        TakeEvents take = await longer.LookAsync(new EventBatch(0, events, IsReplay: true), default);
        await house.Get<BookingPortal.Core.Data.IWriteQueue>().RunAsync(async scope => await take(scope));
        Assert.Empty(await house.MessagesAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nobody_is_told_of_what_a_file_brought(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.BookAsync();
        await house.Database.SqlAsync("DELETE FROM \"OutboxMessages\"");
        await house.Database.SqlAsync($"UPDATE \"BookingEvents\" SET \"By\" = '{BookingEvent.ByFile}'");
        await house.ReadStreamAsync();
        Assert.Empty(await house.MessagesAsync());
    }

    [Fact]
    public void An_effects_name_is_made_of_its_event_and_begins_with_its_time()
    {
        var at = Instant.FromUtc(2026, 11, 28, 3, 0) + Duration.FromMilliseconds(7);
        var happened = new BookingEvent { BookingId = Guid.NewGuid(), Version = 1, Type = BookingEventTypes.Confirmed, At = at, By = "customer", Data = "{}" };
        var mail = new PlannedEffect("mail", "mail:eva@example.com", "{}", "visit");
        Guid key = EffectKey.Of(happened, mail);

        Assert.Equal(key, EffectKey.Of(happened, mail with { Payload = "{\"x\":1}" }));
        Assert.Equal(4, new[] { mail, mail with { Kind = "sms" }, mail with { Destination = "mail:rui@example.com" }, mail with { Topic = null } }
            .Select(effect => EffectKey.Of(happened, effect)).Distinct().Count());
        Assert.NotEqual(key, EffectKey.Of(new BookingEvent { BookingId = happened.BookingId, Version = 2, Type = happened.Type, At = at, By = "customer", Data = "{}" }, mail));
        byte[] bytes = key.ToByteArray(bigEndian: true);
        Assert.Equal(at.ToUnixTimeMilliseconds(), bytes.Take(6).Aggregate(0L, (sum, each) => (sum << 8) | each));
        Assert.Equal((8, 2), (key.Version, key.Variant >> 2));
        Assert.Equal(EffectKey.Of(happened, mail with { Destination = new string('x', 2_000) }), EffectKey.Of(happened, mail with { Destination = new string('x', 2_000) }));
    }

    /// <summary>Requested and confirmed in two steps, then checked in: the desk's own steps owe nothing and hide nothing.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task What_only_the_desk_sees_does_not_hide_what_is_owed(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        Booking booking = await house.BookAsync();
        await house.Database.SqlAsync("DELETE FROM \"OutboxMessages\"");
        house.Clock.Now = booking.StartsAt;
        Assert.False((await house.Get<ChangeBooking>().RunAsync(new(new ChangeRequest(booking.Id, "desk", IsStaff: true), BookingVerb.CheckIn))).IsRefused);

        await house.ReadStreamAsync();

        OutboxMessage left = Assert.Single(await house.MessagesAsync());
        Assert.Equal(1, left.BookingVersion);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_finding_stays_until_its_own_place_was_read_again(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.PlannerFails = booking => booking.Customer.Email.StartsWith("eva", StringComparison.Ordinal);
        await house.BookAsync("eva@example.com");
        await house.BookAsync("rui@example.com");
        await house.ReadStreamAsync();

        await house.ReplayAsync("notices", from: 1);
        Assert.NotNull((await house.Get<ReadSubscribers>().RunAsync()).Single(each => each.Name == "notices").Finding);
        Assert.Null(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);

        var nothing = new ReplaySubscriber.Request(house.Manager, "notices", From: 2, "Once more");
        Assert.True((await house.Get<ReplaySubscriber>().RunAsync(nothing)).IsRefused);
        Assert.NotNull((await house.Get<ReadSubscribers>().RunAsync()).Single(each => each.Name == "notices").Finding);
    }

    private static async Task CancelAsync(OutboxHouse house, Booking booking)
    {
        var cancel = new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: true));
        Assert.False((await house.Get<CancelBooking>().RunAsync(cancel)).IsRefused);
    }

    private static string[] Addresses(OutboxHouse house) => [.. house.Mail.Taken.Where(effect => effect.BookingId is not null).Select(effect => effect.Address).Order(StringComparer.Ordinal)];
}
