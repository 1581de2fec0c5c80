using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>What the Operations pages and the command <c>check</c> read.</summary>
public sealed class LookingTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task Each_status_is_counted_with_the_booking_that_has_been_in_it_longest(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        Booking first = await house.BookAsync();
        house.Clock.Now += Duration.FromMinutes(5);
        await house.BookAsync("rui@example.com");

        ReadStatusCounts.Count count = Assert.Single(await house.Get<ReadStatusCounts>().RunAsync());
        Assert.Equal((BookingStatus.Confirmed, 2, TestDatabase.Now, first.Reference), (count.Status, count.Bookings, count.OldestSince, count.OldestReference));
        house.Clock.Now += Duration.FromDays(3);
        Assert.Empty(await house.Get<ReadStatusCounts>().RunAsync());
        Assert.Equal(2, await house.Get<ReadStatusCounts>().OverAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_manager_sees_how_far_a_reader_is_and_sends_it_back_with_a_reason(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.BookAsync();
        while (await house.Get<NumberEvents>().RunAsync() > 0)
        {
            // On a server the stream's numbers come afterwards.
        }

        ReadSubscribers read = house.Get<ReadSubscribers>();
        Assert.Equal([("tally", 0L, 1L), ("notices", 0L, 1L), ("audit", 0L, 1L)], (await read.RunAsync()).Select(Place));
        await house.Get<RunSubscribers>().RunAsync();
        Assert.Equal([("tally", 1L, 0L), ("notices", 1L, 0L), ("audit", 1L, 0L)], (await read.RunAsync()).Select(Place));
        Assert.False((await house.Get<ReplaySubscriber>().RunAsync(new(house.Manager, "tally", 0, "The counts looked wrong"))).IsRefused);
        Assert.Equal([("tally", 0L, 1L), ("notices", 1L, 0L), ("audit", 1L, 0L)], (await read.RunAsync()).Select(Place));
        OperatorAct act = Assert.Single(await house.AllAsync<OperatorAct>());
        Assert.Equal(("replay", "tally, from event 1", "The counts looked wrong", "maria@example.com"), (act.Act, act.Subject, act.Reason, act.By));
        Assert.Single((await house.Get<ReadActs>().RunAsync(kinds: [ReplaySubscriber.Act])).Acts);

        Assert.True((await house.Get<ReplaySubscriber>().RunAsync(new(house.Manager, "tally", 0, " "))).IsRefused);
        Assert.True((await house.Get<ReplaySubscriber>().RunAsync(new(Guid.NewGuid(), "tally", 0, "I am curious"))).IsRefused);
        Assert.True((await house.Get<ReplaySubscriber>().RunAsync(new(house.Manager, "nobody", 0, "I am curious"))).IsRefused);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_reader_that_was_sent_back_mends_what_it_keeps_and_counts_nothing_twice(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.BookAsync();
        house.Clock.Now += Duration.FromDays(1);
        await house.BookAsync();
        await house.BookAsync();
        await house.ReadStreamAsync();
        await house.Database.SqlAsync("UPDATE \"EventTallies\" SET \"Count\" = 7");

        // What happened since the second day: the first day's count is left as it is.
        ReadSubscribers read = house.Get<ReadSubscribers>();
        long first = await read.FirstSinceAsync(house.Clock.Now);
        Assert.Equal(2, first);
        await house.Get<ReplaySubscriber>().RunAsync(new(house.Manager, "tally", first - 1, "The counts looked wrong"));
        ReadSubscribers.Item item = (await read.RunAsync()).Single(each => each.Name == TallyEvents.Reader);
        Assert.Equal((true, 2L, house.Clock.Now), (item.IsReplay, item.Behind, item.WaitsSince));
        await house.BookAsync(); // new ones come while the old ones are read again
        await house.ReadStreamAsync();

        foreach (string type in new[] { BookingEventTypes.Confirmed, EventTally.Made })
        {
            Assert.Equal([7, 3], (await house.AllAsync<EventTally>()).Where(tally => tally.Type == type).OrderBy(tally => tally.Date).Select(tally => tally.Count));
        }
        Assert.All(await read.RunAsync(), each => Assert.False(each.IsReplay));
        Assert.Equal(5, await read.FirstSinceAsync(house.Clock.Now + Duration.FromDays(1)));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Check_names_a_message_that_nobody_would_ever_look_at_and_one_of_no_booking(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.BookAsync();
        await house.LeaveAsync(OutboxHouse.To("rui@example.com") with { BookingId = Guid.NewGuid(), BookingVersion = 1 });
        Assert.Contains("orphan: message", Assert.Single(await house.Database.CheckAsync()));

        await house.Database.SqlAsync("UPDATE \"OutboxMessages\" SET \"DueAt\" = NULL WHERE \"Destination\" = 'mail:eva@example.com'");
        Assert.Contains(await house.Database.CheckAsync(), line => line.Contains("no worker will ever look at it"));
    }

    private static (string Name, long Position, long Behind) Place(ReadSubscribers.Item item) => (item.Name, item.Position, item.Behind);
}
