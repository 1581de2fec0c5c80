using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>What fails is tried again at the times promised, ends as a dead letter, and holds nobody else up.</summary>
public sealed class OutboxRetryTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task Tries_come_after_1_5_10_30_60_seconds_then_double_until_a_day_after_the_first(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        Instant first = house.Clock.Now;
        house.Mail.Answer = _ => new EffectAnswer.TryAgain("The mail server does not answer.", IsOutage: false);
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"));

        List<double> waits = [];
        for (OutboxMessage message = await house.MessageAsync(); message.Status == OutboxStatus.Waiting; message = (await house.MessagesAsync())[0])
        {
            waits.Add((message.DueAt!.Value - house.Clock.Now).TotalSeconds);
            house.Clock.Now = message.DueAt.Value;
            Assert.Equal(1, await house.WorkAsync());
            Assert.True(waits.Count < 50);
        }

        int[] promised = [0, 1, 5, 10, 30, 60, 120, 240, 480, 960, 1920];
        Assert.All(promised.Zip(waits), pair => Assert.InRange(pair.Second, pair.First, pair.First * 1.2));
        Assert.InRange(waits.Count, 14, 20);
        Assert.Equal(first + Duration.FromHours(24), house.Clock.Now);
        OutboxMessage dead = (await house.MessagesAsync())[0];
        Assert.Equal(OutboxStatus.Dead, dead.Status);
        Assert.StartsWith("The mail server does not answer.", dead.LastProblem);
        Assert.Equal(waits.Count, (await house.AllAsync<DeliveryAttempt>()).Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_permanent_refusal_is_a_dead_letter_at_once_and_managers_are_told_once(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = effect => effect.Address.StartsWith("eva", StringComparison.Ordinal) ? new EffectAnswer.Refused("No such mailbox.") : new EffectAnswer.Delivered();
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"));
        await house.WorkAsync();
        await house.LeaveAsync(OutboxHouse.To("eva2@example.com"), OutboxHouse.To("eva3@example.com"));
        await house.WorkAsync();

        Assert.Equal(3, (await house.MessagesAsync()).Count(message => message is { Status: OutboxStatus.Dead, LastProblem: "No such mailbox.", Attempts: 1 }));
        Alert alert = Assert.Single(await house.AllAsync<Alert>());
        Assert.Equal(("dead-letter:mail", 3, null), (alert.Cause, alert.Times, alert.ClearedAt));
        Assert.Single((await house.MessagesAsync()), message => message.Destination == "mail:maria@example.com");
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_message_that_its_handler_cannot_bear_blocks_no_other(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = effect => effect.Address.StartsWith("poison", StringComparison.Ordinal) ? throw new FormatException("bad payload") : new EffectAnswer.Delivered();
        await house.LeaveAsync([.. Enumerable.Range(0, 20).Select(i => OutboxHouse.To($"poison-{i}@example.com")), OutboxHouse.To("eva@example.com")]);

        Assert.Equal(21, await house.WorkAsync());
        Assert.Equal("eva@example.com", Assert.Single(house.Mail.Taken).Address);
        Assert.All((await house.MessagesAsync()).Take(20), message => Assert.Contains("bad payload", message.LastProblem));
        Assert.Equal(CircuitState.Closed, house.Get<CircuitBoard>().Of("mail").View.State);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task When_the_other_side_names_a_time_it_is_not_asked_before(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = _ => new EffectAnswer.TryAgain("Slow down.", house.Clock.Now + Duration.FromMinutes(7));
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"));
        await house.WorkAsync();
        Assert.Equal(house.Clock.Now + Duration.FromMinutes(7), (await house.MessageAsync()).DueAt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_system_that_keeps_failing_is_left_alone_and_probed_and_no_message_pays_for_it(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        int asked = 0;
        house.Mail.Answer = _ =>
        {
            Interlocked.Increment(ref asked);
            return new EffectAnswer.TryAgain("Connection refused.");
        };
        await house.LeaveAsync([.. Enumerable.Range(0, 100).Select(i => OutboxHouse.To($"customer-{i}@example.com"))]);
        await house.WorkAsync();

        CircuitBreaker circuit = house.Get<CircuitBoard>().Of("mail");
        Assert.Equal(CircuitState.Open, circuit.View.State);
        Assert.InRange(asked, 5, 5 + 8); // those at it when it opened
        List<OutboxMessage> messages = await house.MessagesAsync();
        Assert.Equal(asked, messages.Count(message => message.Attempts == 1));
        Assert.Equal(100 - asked, messages.Count(message => message is { Attempts: 0, FirstTriedAt: null, Status: OutboxStatus.Waiting }));

        // Nobody is asked until the break is over; then one is, and its failure opens the circuit for longer.
        int before = asked;
        await house.WorkAsync();
        Assert.Equal(before, asked);
        Instant retryAt = circuit.View.RetryAt!.Value;
        house.Clock.Now = retryAt;
        await house.WorkAsync();
        Assert.Equal(before + 1, asked);
        Assert.True(circuit.View.RetryAt - house.Clock.Now > Duration.FromSeconds(15));

        // It is back: the probe succeeds and everything goes out.
        house.Mail.Answer = _ => new EffectAnswer.Delivered();
        house.Clock.Now = circuit.View.RetryAt!.Value;
        await house.WorkAsync();
        await house.Get<WorkOutbox>().UntilNoneAsync();
        Assert.Equal(100, house.Mail.Taken.Select(effect => effect.Id).Distinct().Count());
        Assert.Equal(100, house.Mail.Taken.Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Working_until_nothing_is_left_ends_while_a_system_is_left_alone_and_its_messages_keep_waiting(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = _ => new EffectAnswer.TryAgain("Connection refused.");
        await house.LeaveAsync([.. Enumerable.Range(0, 50).Select(i => OutboxHouse.To($"customer-{i}@example.com"))]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1)); // the clock stands: without an end of its own it would never end

        int worked = await house.Get<WorkOutbox>().UntilNoneAsync(patience.Token);

        List<OutboxMessage> messages = await house.MessagesAsync();
        Assert.Equal(CircuitState.Open, house.Get<CircuitBoard>().Of("mail").View.State);
        Assert.Equal(worked, messages.Count(message => message.Attempts == 1));
        Assert.All(messages, message => Assert.Equal(OutboxStatus.Waiting, message.Status));
        Assert.Equal(50 - worked, messages.Count(message => message.Attempts == 0 && message.DueAt <= house.Clock.Now));
    }
}
