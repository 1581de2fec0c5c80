using System.Data.Common;
using System.Text.RegularExpressions;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>What the Operations pages read besides dead letters, and what happens when two people put the same thing right at once.</summary>
public sealed class OperationsReadTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task The_queue_is_found_by_status_by_address_and_by_booking_and_pages_from_the_newest(string provider)
    {
        await using OutboxHouse house = await OutboxHouse.OpenAsync(provider);
        await house.BookAsync("first@example.com");
        await house.WorkAsync();
        house.Clock.Now += Duration.FromMinutes(1);
        Booking second = await house.BookAsync("second@example.com");
        house.Clock.Now += Duration.FromMinutes(1);
        await house.BookAsync("third@example.com");
        ReadQueue queue = house.Get<ReadQueue>();

        async Task<string[]> FindAsync(ReadQueue.Request request) => [.. (await queue.RunAsync(request)).Messages.Select(message => message.Destination)];
        Assert.Equal(["mail:third@example.com", "mail:second@example.com", "mail:first@example.com"], await FindAsync(new()));
        Assert.Equal(["mail:first@example.com"], await FindAsync(new(OutboxStatus.Delivered)));
        Assert.Equal(["mail:third@example.com"], await FindAsync(new(Search: "third@")));
        Assert.Equal(["mail:second@example.com"], await FindAsync(new(Search: second.Reference.ToLowerInvariant())));
        Assert.Empty(await FindAsync(new(Kind: "sms")));
        Assert.Equal(["mail:second@example.com"], await FindAsync(new(Skip: 1, Limit: 1)));
        Assert.True((await queue.RunAsync(new(Limit: 2))).HasMore);
        Assert.False((await queue.RunAsync(new(Limit: 3))).HasMore);
    }

    [Theory, OnSqlite]
    public async Task The_newest_of_the_queue_are_read_along_an_index_however_much_is_kept(string provider)
    {
        await using OutboxHouse house = await OutboxHouse.OpenAsync(provider);
        await using PortalContext db = await house.Database.DbAsync();
        string sql = ReadQueue.Newest(db, new ReadQueue.Request()).Skip(50).Take(51).ToQueryString();

        await db.Database.OpenConnectionAsync();
        await using DbCommand explain = db.Database.GetDbConnection().CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + Regex.Replace(Regex.Replace(sql, @"^\.param .*$", "", RegexOptions.Multiline), @"@\w+", "50");
        List<string> plan = [];
        await using DbDataReader reader = await explain.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(3));
        }

        Assert.Contains("USING INDEX IX_OutboxMessages_CreatedAt_Position", Assert.Single(plan), StringComparison.Ordinal); // and nothing is sorted
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_two_managers_who_put_one_letter_right_at_once_the_second_is_told(string provider)
    {
        await using OutboxHouse house = await DeadAsync(provider);
        OutboxMessage seen = await FindDeadAsync(house);
        ActOnMessages act = house.Get<ActOnMessages>();
        var first = new ActOnMessages.EditRequest(house.Manager, seen.Id, "right@example.com", null, "She said so", seen.LeaseFence);
        Assert.False((await act.RunAsync(first)).IsRefused);

        var second = new ActOnMessages.EditRequest(house.Manager, seen.Id, "wrong@example.com", null, "I think so", seen.LeaseFence);
        Assert.IsType<Refusal.StaleVersion>((await act.RunAsync(second)).Match<Refusal?>(_ => null, refusal => refusal));
        var skip = new ActOnMessages.SkipRequest(house.Manager, MessageChoice.Seen(seen.Id, seen.LeaseFence), "Never mind");
        Assert.Equal(0, (await act.RunAsync(skip)).Match(count => count, _ => -1));
        var ticked = new ActOnMessages.SkipRequest(house.Manager, new MessageChoice([seen.Id], OnlyDead: true), "All of these");
        Assert.Equal(0, (await act.RunAsync(ticked)).Match(count => count, _ => -1));

        ReadMessage.Found now = (await house.Get<ReadMessage>().RunAsync(seen.Id))!;
        Assert.Equal(("mail:right@example.com", OutboxStatus.Waiting), (now.Message.Destination, now.Message.Status));
        Assert.Single(now.Acts);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_was_done_by_hand_stands_with_the_newest_first(string provider)
    {
        await using OutboxHouse house = await DeadAsync(provider);
        OutboxMessage dead = await FindDeadAsync(house);
        ActOnMessages act = house.Get<ActOnMessages>();
        await act.RunAsync(new ActOnMessages.SkipRequest(house.Manager, MessageChoice.Of(dead.Id), "Told by phone"));
        house.Clock.Now += Duration.FromMinutes(1);
        await act.RunAsync(new ActOnMessages.RetryRequest(house.Manager, MessageChoice.Of(dead.Id), "Better in writing"));

        ReadActs.Page page = await house.Get<ReadActs>().RunAsync(dead.BookingId);
        Assert.Equal([("retry", "Better in writing"), ("skip", "Told by phone")], page.Acts.Select(each => (each.Act, each.Reason)));
        Assert.False(page.HasMore);
        Assert.True((await house.Get<ReadActs>().RunAsync(limit: 1)).HasMore);
        Assert.Empty((await house.Get<ReadActs>().RunAsync(Guid.NewGuid())).Acts);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_manager_of_one_site_does_not_act_on_the_machinery_of_all(string provider)
    {
        await using OutboxHouse house = await DeadAsync(provider);
        await house.Get<IWriteQueue>().RunAsync(async scope =>
        {
            StaffAccount manager = (await scope.Db.Users.FindAsync(house.Manager))!;
            manager.Sites = [Guid.NewGuid()];
            await scope.Db.SaveChangesAsync();
            return true;
        });

        Outcome<int> acted = await house.Get<ActOnMessages>().RunAsync(new ActOnMessages.RetryRequest(house.Manager, new MessageChoice(), "Mine to mend"));

        Assert.True(acted.Match<Refusal?>(_ => null, refusal => refusal) is Refusal.Invalid { Field: "role" });
        Assert.Equal(OutboxStatus.Dead, (await FindDeadAsync(house)).Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Bookings_are_counted_by_status_and_those_that_stand_still_are_listed_first(string provider)
    {
        await using OutboxHouse house = await OutboxHouse.OpenAsync(provider);
        Booking standing = await house.BookAsync("first@example.com");
        house.Clock.Now += Duration.FromMinutes(1);
        Booking waiting = await house.BookAsync("second@example.com");
        await ChangeSagaAsync(house, standing.Id, saga => (saga.Status, saga.Step, saga.DueAt) = (SagaStatus.Running, 3, house.Clock.Now));
        await ChangeSagaAsync(house, waiting.Id, saga => (saga.Status, saga.Step, saga.DueAt, saga.StepBeganAt) =
            (SagaStatus.Waiting, 4, house.Clock.Now + Duration.FromHours(1), house.Clock.Now - Duration.FromHours(1)));
        house.Clock.Now += Duration.FromMinutes(10);

        ReadWaitingBookings read = house.Get<ReadWaitingBookings>();
        ReadWaitingBookings.Counts counts = await read.CountAsync();
        IReadOnlyList<ReadWaitingBookings.Item> items = await read.RunAsync();

        ReadStatusCounts.Count confirmed = Assert.Single(counts.Statuses);
        Assert.Equal((BookingStatus.Confirmed, 2, standing.ChangedAt), (confirmed.Status, confirmed.Bookings, confirmed.OldestSince));
        Assert.Equal(standing.StartsAt, counts.NextStart);
        Assert.Equal([(standing.Id, true, "checkout"), (waiting.Id, false, "paid")], items.Select(item => (item.Booking.Id, item.IsTooLong, item.Step)));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_visit_whose_country_changed_its_clock_is_listed_and_the_others_are_not(string provider)
    {
        await using OutboxHouse house = await OutboxHouse.OpenAsync(provider);
        Booking moved = await house.BookAsync("first@example.com");
        Booking stood = await house.BookAsync("second@example.com");
        await house.Get<IWriteQueue>().RunAsync(async scope =>
        {
            Booking one = (await scope.Db.Bookings.FindAsync(moved.Id))!;
            (one.LocalStart, one.TzdbVersion) = (one.LocalStart.PlusHours(1), "TZDB: 2019a");
            (await scope.Db.Bookings.FindAsync(stood.Id))!.TzdbVersion = "TZDB: 2019a";
            await scope.Db.SaveChangesAsync();
            return true;
        });

        ReadMovedBookings.Item item = Assert.Single(await house.Get<ReadMovedBookings>().RunAsync());

        Assert.Equal((moved.Id, moved.LocalStart.PlusHours(1), moved.LocalStart), (item.Booking.Id, item.BookedFor, item.NowShows));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_step_that_went_on_while_somebody_looked_is_not_overruled(string provider)
    {
        await using OutboxHouse house = await OutboxHouse.OpenAsync(provider);
        Booking booking = await house.BookAsync();
        await ChangeSagaAsync(house, booking.Id, saga => (saga.Status, saga.Step, saga.NeedsReview) = (SagaStatus.Paused, 3, true));
        int seen = (await house.Get<ReadSaga>().RunAsync(booking.Id))!.Saga.Version;
        ActOnSaga act = house.Get<ActOnSaga>();
        Assert.False((await act.RunAsync(new ActOnSaga.Request(house.Manager, booking.Id, SagaAct.TakeOver, "I call her", seen))).IsRefused);

        Outcome<Saga> late = await act.RunAsync(new ActOnSaga.Request(house.Manager, booking.Id, SagaAct.Undo, "Hopeless", seen));

        Assert.IsType<Refusal.StaleVersion>(late.Match<Refusal?>(_ => null, refusal => refusal));
        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await house.AllAsync<Booking>()).Status);
    }

    private static Task<bool> ChangeSagaAsync(OutboxHouse house, Guid id, Action<Saga> change) => house.Get<IWriteQueue>().RunAsync(async scope =>
    {
        Saga saga = (await scope.Db.Sagas.FindAsync(id))!;
        change(saga);
        saga.Version++;
        await scope.Db.SaveChangesAsync();
        return true;
    });

    /// <summary>A booking whose mail was refused for good.</summary>
    private static async Task<OutboxHouse> DeadAsync(string provider)
    {
        OutboxHouse house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = effect => effect.BookingId is null ? new EffectAnswer.Delivered() : new EffectAnswer.Refused("No such mailbox.");
        await house.BookAsync();
        await house.WorkAsync();
        return house;
    }

    private static async Task<OutboxMessage> FindDeadAsync(OutboxHouse house) =>
        Assert.Single(await house.MessagesAsync(), message => message.Status == OutboxStatus.Dead);
}
