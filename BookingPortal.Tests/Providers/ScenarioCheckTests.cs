using BookingPortal.Core.Data;
using BookingPortal.Tests.Fixtures;
using static BookingPortal.Tests.Providers.ScenarioText;

namespace BookingPortal.Tests.Providers;

/// <summary>One invariant after the other is broken by hand, and check names it.</summary>
public sealed class ScenarioCheckTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task Nothing_is_said_of_a_healthy_portal(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(Healthy);

        Assert.Empty(await database.CheckAsync());
    }

    public static TheoryData<string, string> DamageAndFinding { get; } = new()
    {
        { "UPDATE \"SlotClaims\" SET \"Unit\" = 2 WHERE \"ResourceId\" = (SELECT \"Id\" FROM \"Resources\" WHERE \"Slug\" = 'ana')", "overbooked: booking CUT-1 claims unit 2 of ana" },
        { "UPDATE \"SlotClaims\" SET \"Unit\" = 0 WHERE \"ResourceId\" = (SELECT \"Id\" FROM \"Resources\" WHERE \"Slug\" = 'ana')", "overbooked: booking CUT-1 claims unit 0 of ana" },
        { "UPDATE \"SlotClaims\" SET \"Unit\" = 9 WHERE \"ResourceId\" = (SELECT \"Id\" FROM \"Sessions\")", "overbooked: booking YOGA-1 claims unit 9 of a seat in the session of yoga" },
        { "DELETE FROM \"SlotClaims\" WHERE \"ResourceId\" = (SELECT \"Id\" FROM \"Resources\" WHERE \"Slug\" = 'ana')", "booking CUT-1: claims and time taken of ana differ" },
        { "DELETE FROM \"TakenTimes\" WHERE \"ResourceId\" = (SELECT \"Id\" FROM \"Resources\" WHERE \"Slug\" = 'dorm')", "booking BED-1 is Confirmed and takes 0 times of dorm" },
        { "UPDATE \"Bookings\" SET \"Status\" = 'Cancelled' WHERE \"Reference\" = 'CUT-1'", "booking CUT-1 is Cancelled and still claims" },
        { "UPDATE \"Bookings\" SET \"Status\" = 'Cancelled' WHERE \"Reference\" = 'CUT-1'", "booking CUT-1 is Cancelled and still takes time" },
        { "UPDATE \"Bookings\" SET \"Status\" = 'Lost' WHERE \"Reference\" = 'CUT-1'", "booking CUT-1 has the status \"Lost\", which does not exist" },
        { "UPDATE \"Bookings\" SET \"Status\" = '77' WHERE \"Reference\" = 'CUT-1'", "booking CUT-1 has the status \"77\", which does not exist" },
        { "UPDATE \"Bookings\" SET \"Seats\" = 2 WHERE \"Reference\" = 'BED-1'", "booking BED-1 is for 2, and takes 1 of dorm; it must take 2" },
        { "UPDATE \"Bookings\" SET \"Seats\" = 2 WHERE \"Reference\" = 'YOGA-1'", "booking YOGA-1 is for 2, and takes 1 of a seat in the session of yoga" },
        { "UPDATE \"Bookings\" SET \"EndsAt\" = \"EndsAt\" - 60000 WHERE \"Reference\" = 'CUT-1'", "booking CUT-1 is from 2026-12-01T09:00:00Z to 2026-12-01T09:29:00Z, and takes ana from" },
        { "UPDATE \"Sessions\" SET \"StartsAt\" = \"StartsAt\" + 3600000, \"EndsAt\" = \"EndsAt\" + 3600000", "and sits in the session of yoga at 2026-12-02T11:00:00Z" },
        { "UPDATE \"Sessions\" SET \"EndsAt\" = \"EndsAt\" + 3600000", "the session of yoga at 2026-12-02T10:00:00Z lasts until 2026-12-02T12:00:00Z, and takes rui from" },
        { "DELETE FROM \"Bookings\" WHERE \"Reference\" = 'CUT-1'", "orphan: ana is claimed by" },
        { "DELETE FROM \"Bookings\" WHERE \"Reference\" = 'CUT-1'", "orphan: time of ana" },
        { "UPDATE \"SlotClaims\" SET \"ExpiresAt\" = 4000000000000", "though it is booked" },
        { "UPDATE \"SlotClaims\" SET \"ResourceId\" = (SELECT \"Id\" FROM \"Services\" WHERE \"Slug\" = 'cut') WHERE \"ResourceId\" = (SELECT \"Id\" FROM \"Resources\" WHERE \"Slug\" = 'ana')", "which is neither a resource nor a session nor a limit" },
        { "DELETE FROM \"SlotClaims\" WHERE \"Cell\" = 20788", "booking CUT-1 has 0 of the 6 places a day of cut" },
        { "DELETE FROM \"TakenTimes\" WHERE \"ResourceId\" = (SELECT \"Id\" FROM \"Sessions\")", "has nobody left and was not scheduled" },
        { "UPDATE \"Sessions\" SET \"ExpiresAt\" = 4000000000000", "though a booking is in it" },
        { "UPDATE \"Sessions\" SET \"Resources\" = '[]'", "names  and holds rui" },
        { "UPDATE \"Bookings\" SET \"SessionId\" = (SELECT \"Id\" FROM \"Services\" WHERE \"Slug\" = 'cut') WHERE \"Reference\" = 'YOGA-1'", "booking YOGA-1 sits in session" },
        { "UPDATE \"EventStream\" SET \"Sequence\" = 9 WHERE \"Sequence\" = 4", "the event stream has 9 after 3: a gap" },
        { "DELETE FROM \"EventStream\" WHERE \"Sequence\" = 4", "has no place in the event stream and waits for none" },
        { "DELETE FROM \"BookingEvents\"", "booking CUT-1 has version 1 and events for none" },
        { "UPDATE \"Bookings\" SET \"Version\" = 3 WHERE \"Reference\" = 'CUT-1'", "booking CUT-1 has version 3 and events for 1" },
        { "UPDATE \"Bookings\" SET \"StartsAt\" = \"StartsAt\" + 60000 WHERE \"Reference\" = 'CUT-1'", "booking CUT-1 is from 2026-12-01T09:01:00Z to 2026-12-01T09:30:00Z, and takes ana from" },
        { "UPDATE \"Bookings\" SET \"ServiceId\" = \"SiteId\" WHERE \"Reference\" = 'CUT-2'", "booking CUT-2 is for service" },
        { "DELETE FROM \"Resources\" WHERE \"Slug\" = 'chair-2'", "service cut requires resource" },
        { "DELETE FROM \"Sites\" WHERE \"Slug\" = 'hut'", "resource dorm serves site" },
        { "UPDATE \"Resources\" SET \"GranularityMinutes\" = 25 WHERE \"Slug\" = 'ana'", "the granularity is one of" },
    };

    [Theory, OnSqlite(nameof(DamageAndFinding)), OnSqlServer(nameof(DamageAndFinding))]
    public async Task A_broken_invariant_is_named(string provider, string damage, string expected)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        Assert.Contains("added", await database.ImportAsync(Healthy), StringComparison.Ordinal);
        await database.NumberEventsAsync();

        await database.SqlAsync(damage);

        Assert.Contains(await database.CheckAsync(), line => line.StartsWith("violation: ", StringComparison.Ordinal) && line.Contains(expected, StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_service_that_no_opening_can_hold_is_a_warning(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(Shop.Replace("\"durationMinutes\": 30", "\"durationMinutes\": 600", StringComparison.Ordinal));

        Assert.Equal("warning: service cut is never offered at porto: no opening of the coming year can hold it", Assert.Single(await database.CheckAsync()));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_service_whose_notice_outlasts_its_window_is_a_warning(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        string lastMinute = Shop.Replace("\"durationMinutes\": 30", "\"durationMinutes\": 30, \"minNoticeMinutes\": 4320, \"windowDays\": 2", StringComparison.Ordinal);
        await database.ImportAsync(lastMinute);

        Assert.Equal(
            "warning: service cut is never offered at porto: its notice of 4320 minutes is longer than its window of 2 days",
            Assert.Single(await database.CheckAsync()));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_class_that_staff_have_scheduled_is_offered_whatever_the_openings_hold(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        string marathon = Shop.Replace("\"durationMinutes\": 60, \"seats\": 3, \"requires\": [ { \"anyOf\": [\"rui\"] } ]", "\"durationMinutes\": 600, \"seats\": 3, \"requires\": [ { \"anyOf\": [\"rui\"] } ]", StringComparison.Ordinal);
        await database.ImportAsync(marathon);
        Assert.Equal("warning: service yoga is never offered at porto: no opening of the coming year can hold it", Assert.Single(await database.CheckAsync()));

        await database.ImportAsync($$"""{ "sessions": [ { "service": "yoga", "site": "porto", "start": "2026-12-02T10:00", "resources": ["rui"] } ] }""");

        Assert.Empty(await database.CheckAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_cell_that_is_claimed_twice_is_found_when_the_key_is_gone(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(Healthy);
        await using (PortalContext db = await database.DbAsync())
        {
            await DatabasePlace.TakeTheClaimKeyAwayAsync(db);
        }

        await database.SqlAsync("""
            INSERT INTO "SlotClaims" SELECT "ResourceId", "Cell", "Unit", (SELECT "Id" FROM "Bookings" WHERE "Reference" = 'CUT-2'), NULL
            FROM "SlotClaims" WHERE "OwnerId" = (SELECT "Id" FROM "Bookings" WHERE "Reference" = 'CUT-1') AND "ResourceId" = (SELECT "Id" FROM "Resources" WHERE "Slug" = 'ana');
            """);

        Assert.Contains(await database.CheckAsync(), line => line.Contains("is claimed twice", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Claims_of_a_hold_that_has_run_out_are_no_violation(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(Healthy);

        await database.SqlAsync("""
            INSERT INTO "SlotClaims" ("ResourceId", "Cell", "Unit", "OwnerId", "ExpiresAt")
            SELECT "Id", 1, 1, '00000000-0000-7000-8000-000000000001', 1000 FROM "Resources" WHERE "Slug" = 'ana'
            """);

        Assert.Empty(await database.CheckAsync());
    }
}
