using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>The order of the event stream where it is numbered afterwards, by nodes whose clocks differ.</summary>
public sealed class EventOrderTests
{
    private const int More = 700; // than are numbered at once

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_versions_of_a_booking_are_numbered_in_their_order_whatever_the_clocks_said_and_however_much_lies_between(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        Guid near = Guid.NewGuid();
        Guid far = Guid.NewGuid();
        List<BookingEvent> events =
        [
            Event(near, 1, TestDatabase.Now + Duration.FromSeconds(2)), Event(near, 2, TestDatabase.Now),
            Event(far, 1, TestDatabase.Now + Duration.FromMinutes(More)), Event(far, 2, TestDatabase.Now + Duration.FromSeconds(1)),
        ];
        events.AddRange(Enumerable.Range(1, More).Select(i => Event(Guid.NewGuid(), 1, TestDatabase.Now + Duration.FromSeconds(i))));
        await using (PortalContext db = await database.DbAsync())
        {
            db.AddRange(events);
            db.AddRange(events.Select(each => new EventToNumber { EventId = each.Id, At = each.At }));
            await db.SaveChangesAsync();
        }

        var number = new NumberEvents(database.Get<IWriteQueue>());
        while (await number.RunAsync() > 0)
        {
            // Some at a time.
        }

        await using PortalContext after = await database.DbAsync();
        Dictionary<Guid, long> places = after.EventStream.ToDictionary(entry => entry.EventId, entry => entry.Sequence);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), places.Values.Order());
        Assert.Empty(after.EventsToNumber);
        foreach (Guid booking in new[] { near, far })
        {
            long[] inOrder = [.. events.Where(each => each.BookingId == booking).OrderBy(each => each.Version).Select(each => places[each.Id])];
            Assert.True(inOrder[0] < inOrder[1], $"{(booking == near ? "near" : "far")}: {inOrder[0]}, {inOrder[1]}");
        }
    }

    private static BookingEvent Event(Guid booking, int version, Instant at) => new()
    {
        BookingId = booking, Version = version, Type = BookingEventTypes.Confirmed, At = at, By = "customer", Data = "{}",
    };
}
