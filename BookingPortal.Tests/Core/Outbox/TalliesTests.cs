using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Reporting;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>What managers read of how bookings went.</summary>
public sealed class TalliesTests
{
    private static readonly StaffAccess Manager = new(Guid.NewGuid(), "Maria", "maria@example.com", StaffRoles.Manager, [], null);

    [Theory, OnSqlite, OnSqlServer]
    public async Task Each_day_says_what_was_made_confirmed_and_cancelled_and_what_stands_ahead(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        Booking first = await house.BookAsync();
        await house.BookAsync("rui@example.com");
        house.Clock.Now += Duration.FromDays(1);
        await house.BookAsync("nora@example.com");
        await house.Get<CancelBooking>().RunAsync(new(new ChangeRequest(first.Id, "customer", IsStaff: true)));
        await house.ReadStreamAsync();

        ReadTallies.Found found = (await house.Get<ReadTallies>().RunAsync(Manager, null, 7))!;
        Assert.Equal((7, 7), (found.Past.Count, found.Ahead.Count));
        Assert.All(found.Past.Take(5), day => Assert.True(day.IsQuiet));
        Assert.Equal([(2, 2, 0), (1, 1, 1)], found.Past.Skip(5).Select(day => (day.Made, day.Confirmed, day.Cancelled)));
        Assert.Equal(2, found.Ahead.Sum(day => day.Visits)); // the cancelled one is not to come
        Assert.Equal((2, found.Past[^1].Date.PlusDays(1)), (found.Ahead[1].Visits, found.Ahead[1].Date));
    }

    /// <summary>Moving in with five hundred bookings is no day of five hundred bookings.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_file_that_does_not_say_when_a_booking_was_made_counts_it_on_no_day_and_neither_does_its_copy(string provider)
    {
        const string Catalog = """
            "sites": [ { "slug": "porto", "name": "Porto", "timeZone": "Europe/Lisbon" } ],
            "resources": [ { "slug": "rui", "name": "Rui", "kind": "staff", "sites": ["porto"] } ],
            "services": [ { "slug": "shave", "name": "Shave", "kind": "appointment", "sites": ["porto"], "durationMinutes": 30, "requires": [ { "anyOf": ["rui"] } ] } ]
            """;
        const string Eva = """ "service": "shave", "site": "porto", "customer": { "name": "Eva", "email": "eva@example.com" } """;
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.Database.ImportAsync($$"""
            { {{Catalog}}, "bookings": [
                { {{Eva}}, "start": "2026-10-30T10:00", "status": "Completed" },
                { {{Eva}}, "start": "2026-11-10T10:00" },
                { {{Eva}}, "start": "2026-11-10T11:00", "createdAt": "2026-10-31T09:00:00Z" } ] }
            """);
        await house.ReadStreamAsync();
        await CountsAsync(house);
        await house.ReplayAsync(TallyEvents.Reader);
        await CountsAsync(house);

        await using var other = await OutboxHouse.OpenAsync(provider);
        await other.Database.ImportAsync(await house.Database.ExportAsync());
        await other.ReadStreamAsync();
        await CountsAsync(other);

        static async Task CountsAsync(OutboxHouse house)
        {
            ReadTallies.Found found = (await house.Get<ReadTallies>().RunAsync(Manager, null, 28))!;
            Assert.Equal((1, 1, 0), (found.Past.Sum(day => day.Made), found.Past.Sum(day => day.Confirmed), found.Past.Sum(day => day.Completed)));
            Assert.Equal(1, found.Past.Single(day => day.Date == new LocalDate(2026, 10, 31)).Made);
            Assert.Equal(2, found.Ahead.Sum(day => day.Visits));
        }
    }

    /// <summary>When it is Monday morning in Lisbon it is Sunday evening in Honolulu, and that evening's visits are Sunday's.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task What_is_left_of_a_day_stands_under_the_sites_own_date(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.Database.ImportAsync("""
            { "sites": [ { "slug": "hawaii", "name": "Hawaii", "timeZone": "Pacific/Honolulu" } ],
              "resources": [ { "slug": "kai", "name": "Kai", "kind": "staff", "sites": ["hawaii"] } ],
              "services": [ { "slug": "surf", "name": "Surf", "kind": "appointment", "sites": ["hawaii"], "durationMinutes": 30, "requires": [ { "anyOf": ["kai"] } ] } ],
              "bookings": [ { "service": "surf", "site": "hawaii", "start": "2026-11-01T23:00", "customer": { "name": "Eva", "email": "eva@example.com" } } ] }
            """);
        await house.BookAsync();
        ReadTallies.Found found = (await house.Get<ReadTallies>().RunAsync(Manager, null, 7))!;
        Assert.Equal(
            [(new LocalDate(2026, 11, 1), 1), (new LocalDate(2026, 11, 2), 0), (new LocalDate(2026, 11, 3), 0), (new LocalDate(2026, 11, 4), 1)],
            found.Ahead.Take(4).Select(day => (day.Date, day.Visits)));
        Assert.Equal(new LocalDate(2026, 11, 2), found.Past[^1].Date);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nobody_reads_the_numbers_of_a_site_that_is_not_theirs_and_only_managers_read_any(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        Booking booking = await house.BookAsync();
        await house.ReadStreamAsync();
        ReadTallies read = house.Get<ReadTallies>();

        Assert.Equal(1, (await read.RunAsync(Manager with { Sites = [booking.SiteId] }, booking.SiteId, 7))!.Past.Sum(day => day.Made));
        Assert.Null(await read.RunAsync(Manager with { Sites = [Guid.NewGuid()] }, booking.SiteId, 7));
        ReadTallies.Found others = (await read.RunAsync(Manager with { Sites = [Guid.NewGuid()] }, null, 7))!;
        Assert.Equal((0, 0), (others.Past.Sum(day => day.Made), others.Ahead.Sum(day => day.Visits)));
        Assert.Null(await read.RunAsync(Manager with { Role = StaffRoles.Desk }, null, 7));
    }
}
