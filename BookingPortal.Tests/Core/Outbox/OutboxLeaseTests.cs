using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>A message is in one worker's hands at a time, and what an older lease wants to write is refused.</summary>
public sealed class OutboxLeaseTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task What_one_worker_has_another_does_not_get_until_the_lease_runs_out(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"));
        TakeMessages take = house.Get<TakeMessages>();
        TakenMessage first = Assert.Single((await take.RunAsync("mail", 10)).Messages);
        Assert.Empty((await take.RunAsync("mail", 10)).Messages);

        house.Clock.Now += new OutboxSettings().Lease;
        TakenMessage second = Assert.Single((await take.RunAsync("mail", 10)).Messages);
        Assert.Equal((1, 2), (first.Fence, second.Fence));
        Assert.Equal(2, second.Effect.Attempt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_worker_whose_lease_ran_out_cannot_write_over_the_next_one(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"), OutboxHouse.To("rui@example.com"));
        TakeMessages take = house.Get<TakeMessages>();
        IReadOnlyList<TakenMessage> first = (await take.RunAsync("mail", 10)).Messages;
        house.Clock.Now += new OutboxSettings().Lease;
        IReadOnlyList<TakenMessage> second = (await take.RunAsync("mail", 10)).Messages;

        EffectAnswer[] late = [new EffectAnswer.Delivered(), new EffectAnswer.Refused("too late")];
        int stale = await house.Get<KeepOutcomes>().RunAsync([.. first.Zip(late, (taken, answer) => new TriedMessage(taken, answer, house.Clock.Now, 1))]);
        Assert.Equal(2, stale);
        Assert.All(await house.MessagesAsync(), message => Assert.Equal((OutboxStatus.Waiting, 2), (message.Status, message.LeaseFence)));
        Assert.Equal(2, (await house.Get<RenewLeases>().RunAsync([.. first])).Count);
        Assert.Empty(await house.Get<RenewLeases>().RunAsync([.. second]));

        Assert.Equal(0, await house.Get<KeepOutcomes>().RunAsync([.. second.Select(taken => new TriedMessage(taken, new EffectAnswer.Delivered(), house.Clock.Now, 1))]));
        Assert.All(await house.MessagesAsync(), message => Assert.Equal(OutboxStatus.Delivered, message.Status));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Workers_that_take_at_once_never_share_a_message(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.LeaveAsync([.. Enumerable.Range(0, 200).Select(i => OutboxHouse.To($"customer-{i}@example.com"))]);
        TakeMessages take = house.Get<TakeMessages>();
        List<Guid> taken = [];
        for (int round = 0; round < 100 && taken.Count < 200; round++)
        {
            TakeMessages.Taken[] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => take.RunAsync("mail", 20))));
            taken.AddRange(all.SelectMany(each => each.Messages).Select(message => message.Effect.Id));
        }

        Assert.Equal(200, taken.Count);
        Assert.Equal(200, taken.Distinct().Count());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_slow_handler_keeps_its_message_for_as_long_as_it_lives(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"));
        IReadOnlyList<TakenMessage> held = (await house.Get<TakeMessages>().RunAsync("mail", 10)).Messages;
        house.Clock.Now += Duration.FromSeconds(40);
        await house.Get<RenewLeases>().RunAsync([.. held]);
        house.Clock.Now += Duration.FromSeconds(40); // past the first lease, within the second
        Assert.Empty((await house.Get<TakeMessages>().RunAsync("mail", 10)).Messages);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_the_other_side_has_taken_is_not_sent_again_when_the_worker_died_before_its_note(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"));
        TakenMessage taken = Assert.Single((await house.Get<TakeMessages>().RunAsync("mail", 10)).Messages);
        await house.Get<KeepEffectResult>().RunAsync(taken.Effect, "250 queued as 7"); // and then the lights went out
        house.Clock.Now += new OutboxSettings().Lease;

        await house.WorkAsync();
        Assert.Empty(house.Mail.Taken);
        Assert.Equal(OutboxStatus.Delivered, (await house.MessageAsync()).Status);
        Assert.Equal("250 queued as 7", Assert.Single(await house.AllAsync<DeliveryAttempt>()).Why);
    }
}
