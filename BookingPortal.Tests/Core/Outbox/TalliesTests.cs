using BookingPortal.Core.Bookings;
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
