using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>What managers see of dead letters and do about them, each act with its reason in the audit.</summary>
public sealed class OperatingTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task Two_who_skip_the_same_letters_at_once_skip_each_of_them_once(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = effect => effect.Address.StartsWith("maria", StringComparison.Ordinal) ? new EffectAnswer.Delivered() : new EffectAnswer.Refused("No such mailbox.");
        await house.LeaveAsync([.. Enumerable.Range(0, 20).Select(i => OutboxHouse.To($"customer-{i}@example.com"))]);
        await house.WorkAsync();
        var all = new ActOnMessages.SkipRequest(house.Manager, new MessageChoice(Filter: new DeadLetterFilter()), "They know");

        Outcome<int>[] skipped = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => house.Get<ActOnMessages>().RunAsync(all))));

        Assert.Equal(20, skipped.Sum(each => each.Match(count => count, _ => -1)));
        Assert.Equal(20, (await house.AllAsync<OperatorAct>()).Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Retry_all_sends_every_dead_letter_once_the_other_side_is_well_and_the_alert_is_over(string provider)
    {
        await using var house = await DeadAsync(provider, 3);
        ReadDeadLetters.Page page = await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter());
        Assert.Equal(3, page.Total);
        Assert.All(page.Items, item => Assert.Equal(("No such mailbox.", 1), (item.Why, item.Attempts)));
        Assert.Null(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);

        house.Mail.Answer = _ => new EffectAnswer.Delivered();
        Outcome<int> retried = await house.Get<ActOnMessages>().RunAsync(new ActOnMessages.RetryRequest(house.Manager, new MessageChoice(), "Mail is back"));
        Assert.Equal(3, retried.Match(count => count, _ => -1));
        await house.Get<WorkOutbox>().UntilNoneAsync();

        Assert.Equal(3, house.Mail.Taken.Count(effect => effect.BookingId is not null));
        Assert.Equal("maria@example.com", Assert.Single(await house.AllAsync<Alert>()).ClearedBy);
        List<OperatorAct> acts = await house.AllAsync<OperatorAct>();
        Assert.Equal(3, acts.Count);
        Assert.All(acts, act => Assert.Equal(("retry", "maria@example.com", "Mail is back"), (act.Act, act.By, act.Reason)));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_corrected_address_is_where_it_goes_and_the_audit_keeps_both(string provider)
    {
        await using var house = await DeadAsync(provider, 1);
        OutboxMessage dead = (await house.MessagesAsync())[0];
        house.Mail.Answer = _ => new EffectAnswer.Delivered();
        var edit = new ActOnMessages.EditRequest(house.Manager, dead.Id, "eva@example.org", null, "She mistyped it");
        Assert.False((await house.Get<ActOnMessages>().RunAsync(edit)).IsRefused);
        await house.Get<WorkOutbox>().UntilNoneAsync();

        Assert.Contains(house.Mail.Taken, effect => effect.Id == dead.Id && effect.Address == "eva@example.org");
        ReadMessage.Found found = (await house.Get<ReadMessage>().RunAsync(dead.Id))!;
        Assert.Equal([AttemptOutcome.Refused, AttemptOutcome.Delivered], found.Attempts.Select(attempt => attempt.Outcome));
        OperatorAct act = Assert.Single(found.Acts);
        Assert.Contains("customer-0@example.com", act.Before);
        Assert.Contains("eva@example.org", act.After);
        Assert.NotNull(found.Reference);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_payload_that_is_no_json_is_refused(string provider)
    {
        await using var house = await DeadAsync(provider, 1);
        var edit = new ActOnMessages.EditRequest(house.Manager, (await house.MessagesAsync())[0].Id, null, "{oops", "Mend it");
        Assert.True((await house.Get<ActOnMessages>().RunAsync(edit)).Match(_ => false, refusal => refusal is Refusal.Invalid { Field: "payload" }));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Only_managers_act_and_only_with_a_reason(string provider)
    {
        await using var house = await DeadAsync(provider, 1);
        ActOnMessages act = house.Get<ActOnMessages>();
        Assert.True((await act.RunAsync(new ActOnMessages.RetryRequest(Guid.NewGuid(), new MessageChoice(), "I want to"))).IsRefused);
        Assert.True((await act.RunAsync(new ActOnMessages.SkipRequest(house.Manager, new MessageChoice(), "  "))).IsRefused);
        Assert.Equal(OutboxStatus.Dead, (await house.MessagesAsync())[0].Status);
        Assert.Empty(await house.AllAsync<OperatorAct>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Skipping_touches_what_the_filter_finds_and_nothing_else(string provider)
    {
        await using var house = await DeadAsync(provider, 3);
        var choice = new MessageChoice(Filter: new DeadLetterFilter(Search: "customer-1@"));
        Assert.Equal(1, (await house.Get<ActOnMessages>().RunAsync(new ActOnMessages.SkipRequest(house.Manager, choice, "Told by phone"))).Match(count => count, _ => -1));
        Assert.Equal("mail:customer-1@example.com", Assert.Single(await house.MessagesAsync(), message => message.Status == OutboxStatus.Skipped).Destination);

        string reference = (await house.AllAsync<Booking>()).Single(booking => booking.Customer.Email == "customer-2@example.com").Reference;
        ReadDeadLetters.Page page = await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter("mail", reference));
        Assert.Equal(reference, Assert.Single(page.Items).Reference);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Undoing_the_booking_cancels_it_rests_its_dead_letter_and_still_tells_the_customer(string provider)
    {
        await using var house = await DeadAsync(provider, 1);
        Guid dead = (await house.MessagesAsync())[0].Id;
        UndoBookingOf.Done done = (await house.Get<UndoBookingOf>().RunAsync(new UndoBookingOf.Request(house.Manager, MessageChoice.Of(dead), "Never reached her")))
            .Match(done => done, refusal => throw new InvalidOperationException($"{refusal}"));

        Assert.Equal((1, 0), (done.Undone, done.Refused.Count));
        Assert.Equal(BookingStatus.Cancelled, Assert.Single(await house.AllAsync<Booking>()).Status);
        List<OutboxMessage> messages = [.. (await house.MessagesAsync()).Where(message => message.BookingId is not null)];
        Assert.Equal([OutboxStatus.UndoneWithBooking, OutboxStatus.Waiting], messages.Select(message => message.Status));
        Assert.Contains("BookingCancelled", messages[1].Payload);
        Assert.Equal("undo-booking", Assert.Single(await house.AllAsync<OperatorAct>()).Act);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_backlog_says_what_waits_how_late_it_is_and_what_went_out_by_the_hour(string provider)
    {
        await using var house = await DeadAsync(provider, 2);
        house.Mail.Answer = _ => new EffectAnswer.Delivered();
        await house.LeaveAsync(OutboxHouse.To("rui@example.com"));
        await house.Get<WorkOutbox>().UntilNoneAsync();
        await house.LeaveAsync(OutboxHouse.To("joana@example.com"));
        house.Clock.Now += Duration.FromMinutes(4);

        ReadBacklog.Found found = await house.Get<ReadBacklog>().RunAsync();
        ReadBacklog.KindNow mail = Assert.Single(found.Kinds);
        Assert.Equal((1, 2, Duration.FromMinutes(4)), (mail.Waiting, mail.Dead, mail.Lag));
        Assert.True(mail.PerMinute > 0);
        ReadBacklog.HourOfKind hour = Assert.Single(found.Hours);
        Assert.Equal((2, 2), (hour.Delivered, hour.Failed)); // Rui's, and the alert to the manager
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_day_of_the_queue_says_how_much_waited_and_how_long_the_way_out_was_hour_by_hour(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.Clock.Now = Instant.FromUnixTimeSeconds(house.Clock.Now.ToUnixTimeSeconds() / 3600 * 3600) + Duration.FromMinutes(10);
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"), OutboxHouse.To("rui@example.com"));
        house.Clock.Now += Duration.FromHours(2);
        house.Mail.Answer = effect => effect.Address == "eva@example.com" ? new EffectAnswer.Delivered() : new EffectAnswer.TryAgain("Later.");
        await house.WorkAsync();
        await house.LeaveAsync(OutboxHouse.To("joana@example.com"));

        IReadOnlyList<ReadQueueDay.Hour> hours = (await house.Get<ReadQueueDay>().RunAsync())["mail"];
        Assert.Equal(24, hours.Count);
        Assert.Equal([0, 2, 2, 2], hours.TakeLast(4).Select(hour => hour.Waiting)); // one went out, one came
        Assert.Equal([Duration.Zero, Duration.FromMinutes(50), Duration.FromMinutes(110), Duration.FromHours(2)], hours.TakeLast(4).Select(hour => hour.Slowest));
        Assert.All(hours.Take(20), hour => Assert.Equal(0, hour.Waiting));
    }

    /// <summary>Bookings whose mails were refused for good.</summary>
    private static async Task<OutboxHouse> DeadAsync(string provider, int bookings)
    {
        OutboxHouse house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = effect => effect.BookingId is null ? new EffectAnswer.Delivered() : new EffectAnswer.Refused("No such mailbox.");
        for (int i = 0; i < bookings; i++)
        {
            await house.BookAsync($"customer-{i}@example.com");
        }

        await house.WorkAsync();
        return house;
    }
}
