using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using static BookingPortal.Tests.Providers.ScenarioText;

namespace BookingPortal.Tests.Providers;

/// <summary>The whole file or nothing, twice is once, and what overlaps is named.</summary>
public sealed class ScenarioImportTests
{
    private const string Decided = ", \"resources\": [\"ana\", \"chair-1\"]";

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_second_import_changes_nothing(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        string file = With(
            [Cut("09:00"), Cut("09:00"), Cut("10:00", ", \"reference\": \"A-1\""), Booking("yoga", "porto", "2026-12-02T10:00"), Booking("bed", "hut", "2026-12-01", ", \"seats\": 2")],
            ["""{ "service": "yoga", "site": "porto", "start": "2026-12-03T10:00" }"""]);
        Assert.Contains(": 16 added", await database.ImportAsync(file), StringComparison.Ordinal);
        string before = await database.ExportAsync();

        string again = await database.ImportAsync(file);

        Assert.Contains(": 0 added, 0 changed", again, StringComparison.Ordinal);
        Assert.Equal(before, await database.ExportAsync());
        Assert.Empty(await database.CheckAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_overlap_refuses_the_whole_file_and_names_the_pair(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);

        string answer = await database.ImportAsync(With(Cut("09:00", Decided), Cut("11:00"), Cut("09:15", ", \"resources\": [\"ana\", \"chair-2\"]", "Bo")));

        Assert.StartsWith("bookings[2]: overlaps bookings[0] on ana, Tue 1 Dec 2026, 09:15", answer, StringComparison.Ordinal);
        Assert.Equal(0, await database.CountAsync<Site>());
        Assert.Equal(0, await database.CountAsync<Booking>());
        Assert.Equal(0, await database.CountAsync<SlotClaim>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_was_put_over_others_on_purpose_gives_way_whatever_the_order_of_the_file(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);

        string answer = await database.ImportAsync(With(Cut("09:00", Decided + ", \"overbooked\": true", "Bo"), Cut("09:00", Decided), Cut("09:15", ", \"overbooked\": true")));

        Assert.Contains("added", answer, StringComparison.Ordinal);
        Assert.Empty(await database.CheckAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_visit_that_would_be_a_million_cells_is_refused_with_its_place(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);

        string answer = await database.ImportAsync(With(Cut("09:00", Decided + ", \"end\": \"2027-12-03T09:00:00Z\"")));

        Assert.StartsWith("bookings[0].end: nobody stays for more than a year", answer, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_overlap_with_what_is_in_the_portal_names_its_reference(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(With(Cut("09:00", Decided + ", \"reference\": \"OLD-1\"")));

        string answer = await database.ImportAsync(With(Cut("09:00", Decided, "Bo")));

        Assert.StartsWith("bookings[0]: overlaps booking OLD-1, which is in the portal, on ana", answer, StringComparison.Ordinal);
        Assert.Equal(1, await database.CountAsync<Booking>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_status_without_claims_takes_no_time(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);

        string answer = await database.ImportAsync(With(
            Cut("09:00", Decided + ", \"status\": \"Cancelled\""), Cut("09:00", Decided + ", \"status\": \"Expired\""), Cut("09:00", Decided), Cut("09:00", Decided + ", \"status\": \"Declined\"")));

        Assert.Contains("added", answer, StringComparison.Ordinal);
        Assert.Equal(4, await database.CountAsync<Booking>());
        Assert.Equal(2, await database.CountAsync<TakenTime>());
        Assert.Empty(await database.CheckAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Resources_that_are_not_named_are_chosen_by_the_rule(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);

        // Ana is busy from 10 to 11 and there on Mondays and Tuesdays; with "fewest" the two share the rest.
        await database.ImportAsync(With(Cut("09:00"), Cut("09:30"), Cut("10:00"), Cut("10:30")));

        await using PortalContext db = await database.DbAsync();
        Dictionary<Guid, string> names = await db.Resources.ToDictionaryAsync(resource => resource.Id, resource => resource.Slug);
        string[] chosen = [.. (await db.Bookings.OrderBy(booking => booking.StartsAt).ToListAsync())
            .Select(booking => names[booking.Resources.Single(resource => resource.Group == 0).ResourceId])];
        Assert.Equal(["ana", "rui", "rui", "rui"], chosen);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_day_the_class_and_the_dormitory_are_full_when_they_are_full(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        string[] seven = [.. Enumerable.Range(9, 7).Select(hour => Cut($"{hour:00}:00"))];
        string[] four = [.. Enumerable.Repeat(Booking("yoga", "porto", "2026-12-02T10:00"), 4)];
        string[] beds = [Booking("bed", "hut", "2026-12-01", ", \"seats\": 3"), Booking("bed", "hut", "2026-12-02", ", \"seats\": 2")];

        Assert.StartsWith("bookings[6]: cut takes 6 bookings a day, and 2026-12-01 has them", await database.ImportAsync(With(seven)), StringComparison.Ordinal);
        Assert.StartsWith("bookings[3]: yoga at Wed 2 Dec 2026, 10:00", await database.ImportAsync(With(four)), StringComparison.Ordinal);
        Assert.StartsWith("bookings[1]: nobody is free for bed", await database.ImportAsync(With(beds)), StringComparison.Ordinal);
        Assert.Contains("added", await database.ImportAsync(With([.. seven[..6], .. four[..3], beds[0]])), StringComparison.Ordinal);
        Assert.Empty(await database.CheckAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_changed_in_the_file_changes_in_place(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(With(Cut("09:00")));

        string answer = await database.ImportAsync(With(Cut("09:00"))
            .Replace("\"name\": \"Haircut\"", "\"name\": \"Cut and wash\"", StringComparison.Ordinal)
            .Replace("\"maxPerDay\": 6", "\"maxPerDay\": 2", StringComparison.Ordinal));

        Assert.Contains(": 0 added, 1 changed", answer, StringComparison.Ordinal);
        await using PortalContext db = await database.DbAsync();
        Assert.Equal("Cut and wash", (await db.Services.SingleAsync(service => service.Slug == "cut")).Name);
        Assert.Empty(await database.CheckAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_cells_of_a_resource_cannot_change_while_a_claim_lies_ahead(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(With(Cut("09:00", Decided)));
        string coarser = With(Cut("09:00", Decided)).Replace("\"granularityMinutes\": 5", "\"granularityMinutes\": 15", StringComparison.Ordinal);

        Assert.StartsWith("resources[0].granularityMinutes: ana has claims ahead of now", await database.ImportAsync(coarser), StringComparison.Ordinal);
        database.Clock.Now += NodaTime.Duration.FromDays(60);
        Assert.Contains("1 changed", await database.ImportAsync(coarser), StringComparison.Ordinal);
        Assert.Empty(await database.CheckAsync());
    }

    public static TheoryData<string, string, string> WrongCatalogs { get; } = new()
    {
        { "\"durationMinutes\": 30", "\"durationMinutes\": 32", "services[0]: Haircut: the duration of 32 minutes is no multiple of the 5 minutes that Ana is divided into" },
        { "\"anyOf\": [\"ana\", \"rui\"]", "\"anyOf\": [\"anna\", \"rui\"]", "services[0].requires[0].anyOf[0]: there is no resource \"anna\"; did you mean \"ana\"?" },
        { "\"slug\": \"rui\"", "\"slug\": \"ana\"", "resources[1].slug: \"ana\" is the slug of resources[0] already" },
        { "\"to\": \"2026-06-13\"", "\"to\": \"2026-12-25\"", "resources[0]: Ana: The exceptions" },
    };

    [Theory, OnSqlite(nameof(WrongCatalogs)), OnSqlServer(nameof(WrongCatalogs))]
    public async Task A_catalog_that_contradicts_itself_is_refused(string provider, string right, string wrong, string expected)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);

        Assert.StartsWith(expected, await database.ImportAsync(Shop.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(0, await database.CountAsync<Site>());
    }

    public static TheoryData<string, string, string> WrongBookings { get; } = new()
    {
        { "\"service\": \"cut\"", "\"service\": \"cuts\"", "bookings[0].service: there is no service \"cuts\"; did you mean \"cut\"?" },
        { "\"chair-1\"", "\"dorm\"", "bookings[0].resources[1]: cut does not take \"dorm\"" },
        { "\"chair-1\"", "\"rui\"", "bookings[0].resources: cut does not take all of ana, rui at once" },
        { "\"site\": \"porto\"", "\"site\": \"hut\"", "bookings[0].site: cut is not offered at hut" },
    };

    [Theory, OnSqlite(nameof(WrongBookings)), OnSqlServer(nameof(WrongBookings))]
    public async Task A_booking_of_what_is_not_there_is_refused(string provider, string right, string wrong, string expected)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);

        Assert.StartsWith(expected, await database.ImportAsync(With(Cut("09:00", Decided).Replace(right, wrong, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_export_makes_the_same_of_an_empty_portal(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(With(
            [
                Cut("09:00", Decided + ", \"notes\": \"Left-handed\""), Cut("10:00", ", \"status\": \"NoShow\""), Cut("11:00", ", \"status\": \"Cancelled\", \"feeAmount\": 750"),
                Booking("yoga", "porto", "2026-12-02T10:00"), Booking("bed", "hut", "2026-12-01T15:00", ", \"seats\": 2"),
            ],
            ["""{ "service": "yoga", "site": "porto", "start": "2026-12-03T10:00", "seats": 2 }"""]));
        string file = await database.ExportAsync();
        await using TestDatabase empty = await TestDatabase.OpenAsync(provider);

        Assert.Contains("added", await empty.ImportAsync(file), StringComparison.Ordinal);

        Assert.Equal(file, await empty.ExportAsync());
        Assert.Empty(await empty.CheckAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task That_a_move_asks_again_and_what_waits_for_that_survive_the_way_in_and_out(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(With(Cut("09:00", ", \"status\": \"PendingApproval\", \"stoodAt\": \"2026-11-30T10:00:00Z\""))
            .Replace("\"maxPerDay\": 6", "\"approval\": true, \"approvalOnReschedule\": true", StringComparison.Ordinal));
        string file = await database.ExportAsync();
        Assert.Contains("\"approvalOnReschedule\": true", file, StringComparison.Ordinal);
        Assert.Contains("\"stoodAt\": \"2026-11-30T10:00:00Z\"", file, StringComparison.Ordinal);
        await using TestDatabase empty = await TestDatabase.OpenAsync(provider);
        await empty.ImportAsync(file);
        Assert.Equal(file, await empty.ExportAsync());
        Assert.Empty(await empty.CheckAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Every_booking_has_its_event_in_a_stream_without_a_gap(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(With(Cut("09:00"), Cut("10:00")));
        await database.ImportAsync(With(Cut("11:00")));

        Assert.Equal(3, await database.CountAsync<BookingEvent>());
        await using PortalContext db = await database.DbAsync();
        if (db.Database.IsSqlite())
        {
            Assert.Equal([1L, 2L, 3L], await db.EventStream.OrderBy(entry => entry.Sequence).Select(entry => entry.Sequence).ToListAsync());
        }
    }
}
