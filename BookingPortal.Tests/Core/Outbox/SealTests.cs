using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Tests.Fixtures;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>The seals on the history: what somebody changes or removes in the database is noticed.</summary>
public sealed class SealTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task Every_event_gets_one_seal_and_reading_again_writes_none(string provider)
    {
        await using var house = await ThreeAsync(provider);
        List<EventSeal> seals = await house.AllAsync<EventSeal>();
        Assert.Equal([1L, 2L, 3L], seals.Select(seal => seal.Sequence).Order());
        Assert.Equal(3, seals.Select(seal => Convert.ToHexString(seal.Hash)).Distinct().Count());

        await house.ReplayAsync("audit");
        Assert.Equal(seals.OrderBy(seal => seal.Sequence).Select(seal => seal.Hash), (await house.AllAsync<EventSeal>()).OrderBy(seal => seal.Sequence).Select(seal => seal.Hash));
        Assert.Empty(await house.Database.CheckAsync());
        Assert.Empty(await house.AllAsync<Alert>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_event_that_was_changed_is_named_by_check_and_by_reading_again_and_new_ones_are_sealed_all_the_same(string provider)
    {
        await using var house = await ThreeAsync(provider);
        (string There, string Back)[] changes =
        [
            ("\"By\" = 'somebody'", "\"By\" = 'customer'"),
            ("\"Data\" = REPLACE(\"Data\", 'Confirmed', 'Cancelled')", "\"Data\" = REPLACE(\"Data\", 'Cancelled', 'Confirmed')"),
            ("\"At\" = \"At\" + 1", "\"At\" = \"At\" - 1"),
            ("\"Type\" = 'BookingCancelled'", "\"Type\" = 'BookingConfirmed'"),
        ];
        foreach ((string there, string back) in changes)
        {
            await house.Database.SqlAsync($"UPDATE \"BookingEvents\" SET {there} WHERE \"Id\" = {SecondId}");
            Assert.Equal("violation: event 2 is not as it was sealed", Assert.Single(await house.Database.CheckAsync()));
            await house.Database.SqlAsync($"UPDATE \"BookingEvents\" SET {back} WHERE \"Id\" = {SecondId}");
            Assert.Empty(await house.Database.CheckAsync());
        }

        await house.Database.SqlAsync($"UPDATE \"BookingEvents\" SET \"By\" = 'somebody' WHERE \"Id\" = {SecondId}");
        await house.ReplayAsync("audit");
        ReadSubscribers.Item reader = await AuditAsync(house);
        Assert.StartsWith("Event 2 is not as it was sealed.", reader.Finding);
        Assert.Null(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
        await house.BookAsync("new@example.com");
        await house.ReadStreamAsync();
        Assert.Equal((4, 0L), ((await house.AllAsync<EventSeal>()).Count, (await AuditAsync(house)).Behind));
        Assert.NotNull((await AuditAsync(house)).Finding); // it does not go away by itself

        await house.Database.SqlAsync($"UPDATE \"BookingEvents\" SET \"By\" = 'customer' WHERE \"Id\" = {SecondId}");
        await house.ReplayAsync("audit");
        Assert.Null((await AuditAsync(house)).Finding);
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
    }

    /// <summary>The first, one in the middle, and the last, whose place nothing follows.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task An_event_that_was_removed_is_named_wherever_it_stood(string provider)
    {
        foreach (int place in new[] { 1, 2, 3 })
        {
            await using var house = await ThreeAsync(provider);
            await house.Database.SqlAsync($"DELETE FROM \"BookingEvents\" WHERE \"Id\" = (SELECT \"EventId\" FROM \"EventStream\" WHERE \"Sequence\" = {place})");
            await house.Database.SqlAsync($"DELETE FROM \"EventStream\" WHERE \"Sequence\" = {place}");
            Assert.Contains($"violation: event {place} is not there any more", await house.Database.CheckAsync());
            if (place == 3)
            {
                continue; // the next event takes the number of the last: it does not fit the seal, which check shows
            }

            await house.ReplayAsync("audit");
            await house.BookAsync("new@example.com");
            await house.ReadStreamAsync();
            Assert.StartsWith($"Event {place} is not there any more.", (await AuditAsync(house)).Finding);
        }
    }

    /// <summary>Words of a person may have to be erased; that must not look like a forgery.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_reason_can_be_erased_without_breaking_the_seal(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        Booking booking = await house.BookAsync();
        await house.Get<CancelBooking>().RunAsync(new(new ChangeRequest(booking.Id, "customer", IsStaff: true, "My mother is ill")));
        await house.ReadStreamAsync();
        BookingEvent cancelled = (await house.AllAsync<BookingEvent>()).Single(each => each.Version == 2);
        Assert.Contains("My mother is ill", cancelled.Data);

        await house.Database.SqlAsync("UPDATE \"BookingEvents\" SET \"Data\" = REPLACE(\"Data\", 'My mother is ill', '') WHERE \"Version\" = 2");
        Assert.Empty(await house.Database.CheckAsync());
        await house.Database.SqlAsync("UPDATE \"BookingEvents\" SET \"Data\" = REPLACE(\"Data\", ',\"reason\":\"\"', '') WHERE \"Version\" = 2");
        Assert.DoesNotContain("reason", (await house.AllAsync<BookingEvent>()).Single(each => each.Version == 2).Data);
        Assert.Empty(await house.Database.CheckAsync());
        await house.Database.SqlAsync("UPDATE \"BookingEvents\" SET \"Data\" = REPLACE(\"Data\", 'Cancelled', 'Confirmed') WHERE \"Version\" = 2");
        Assert.NotEmpty(await house.Database.CheckAsync());
    }

    private const string SecondId = "(SELECT \"EventId\" FROM \"EventStream\" WHERE \"Sequence\" = 2)";

    private static async Task<OutboxHouse> ThreeAsync(string provider)
    {
        OutboxHouse house = await OutboxHouse.OpenAsync(provider);
        foreach (string name in new[] { "eva", "rui", "nora" })
        {
            await house.BookAsync($"{name}@example.com");
        }

        await house.ReadStreamAsync();
        return house;
    }

    private static async Task<ReadSubscribers.Item> AuditAsync(OutboxHouse house) =>
        (await house.Get<ReadSubscribers>().RunAsync()).Single(each => each.Name == "audit");
}
