using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>The same request on two nodes at once: the slower one is refused because it is done already, and gives the answer of the faster one.</summary>
public sealed class KeysOnTwoNodesTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task Whoever_is_refused_only_because_the_other_was_faster_finds_its_answer(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        IdempotentRequests Node() => new(house.Get<IDbContextFactory<PortalContext>>(), house.Get<IWriteQueue>(), house.Clock);
        var key = IdempotencyKey.Of("key 1", "POST /reschedule", "once", "{}"u8);
        using IdempotencyTicket faster = Assert.IsType<IdempotentRequests.Entry.First>(await Node().EnterAsync(key)).Ticket;
        using IdempotencyTicket slower = Assert.IsType<IdempotentRequests.Entry.First>(await Node().EnterAsync(key)).Ticket;
        Assert.Null(await slower.AnsweredMeanwhileAsync());

        await faster.KeepAfterwardsAsync(200, """{"version":2}""");

        var theirs = Assert.IsType<IdempotentRequests.Entry.Answered>(await slower.AnsweredMeanwhileAsync());
        Assert.Equal("""{"version":2}""", theirs.Answer.Body);
        house.Clock.Now += Duration.FromHours(24);
        Assert.Null(await slower.AnsweredMeanwhileAsync());
    }
}
