using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core;

/// <summary>What was cancelled is off the calendar, and can be found there by whoever wants to restore it.</summary>
public sealed class CancelledOnCalendarTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromHours(2);
    private static readonly StaffAccess Desk = new(Guid.CreateVersion7(), "Diego", "desk@example.com", StaffRoles.Desk, [], null);

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_cancelled_booking_is_shown_only_when_it_is_asked_for(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Booking cancelled = await CancelAsync(house, (await house.BookAsync(Ten)).Value());
        Booking kept = (await house.BookAsync(Ten)).Value();

        Assert.Equal([kept.Id], (await EntriesAsync(house, withCancelled: false)).Select(entry => entry.Id));
        IReadOnlyList<CalendarItem> all = await EntriesAsync(house, withCancelled: true);
        Assert.Equal([cancelled.Id, kept.Id], all.Select(entry => entry.Id).Order());
        Assert.Equal(BookingStatus.Cancelled, all.Single(entry => entry.Id == cancelled.Id).Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_seat_that_was_given_back_stands_alone_and_is_not_counted(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, service => (service.Kind, service.Seats) = (ServiceKind.Class, 12));
        Booking cancelled = (await house.BookAsync(Ten, seats: 3)).Value();
        (await house.BookAsync(Ten, seats: 2)).Value();
        await CancelAsync(house, cancelled);

        IReadOnlyList<CalendarItem> all = await EntriesAsync(house, withCancelled: true);
        Assert.Equal(2, all.Single(entry => entry.Kind == CalendarItemKind.Session).Seats);
        Assert.Equal(cancelled.Id, Assert.Single(all, entry => entry.Kind == CalendarItemKind.Booking).Id);
    }

    private static async Task<Booking> CancelAsync(GuardHouse house, Booking booking) =>
        (await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false)))).Value();

    private static async Task<IReadOnlyList<CalendarItem>> EntriesAsync(GuardHouse house, bool withCancelled)
    {
        CatalogSnapshot catalog = await house.Get<ReadCatalog>().RunAsync();
        var date = new LocalDate(2026, 9, 7);
        Outcome<ReadCalendar.Found> read = await house.Get<ReadCalendar>().RunAsync(new(Desk, catalog.FindSite("shop")!.Id, date, date, withCancelled));
        return read.Value().Entries;
    }
}
