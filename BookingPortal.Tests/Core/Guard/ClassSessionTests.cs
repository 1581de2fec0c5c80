using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>A session owns its resources as long as somebody attends, or staff scheduled it.</summary>
public sealed class ClassSessionTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromHours(2);

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_last_customer_who_leaves_gives_the_resources_back(string provider)
    {
        await using GuardHouse house = await OpenClassAsync(provider);
        Booking first = (await house.BookAsync(Ten)).Value();
        Booking second = (await house.BookAsync(Ten)).Value();
        await CancelAsync(house, first);
        Assert.Single(await house.AllAsync<Session>());
        await CancelAsync(house, second);
        Assert.Empty(await house.AllAsync<Session>());
        Assert.Empty(await house.AllAsync<SlotClaim>());
        Assert.Empty(await house.AllAsync<TakenTime>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_session_that_only_a_hold_began_ends_with_it(string provider)
    {
        await using GuardHouse house = await OpenClassAsync(provider);
        (await house.HoldAsync(Ten)).Value();
        house.Clock.Now += Duration.FromMinutes(15);
        Booking other = (await house.BookAsync(Ten)).Value();
        Session session = Assert.Single(await house.AllAsync<Session>());
        Assert.Equal(other.SessionId, session.Id);
        Assert.Null(session.ExpiresAt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_hold_that_began_an_expired_session_can_still_be_booked(string provider)
    {
        await using GuardHouse house = await OpenClassAsync(provider);
        Hold hold = (await house.HoldAsync(Ten)).Value();
        house.Clock.Now += Duration.FromMinutes(20);
        Booking booking = (await house.BookAsync(hold)).Value();
        Session session = Assert.Single(await house.AllAsync<Session>());
        Assert.Equal(booking.SessionId, session.Id);
        Assert.Equal(1, (await house.AllAsync<SlotClaim>()).Count(claim => claim.ResourceId == session.Id));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_booking_that_joins_a_held_session_keeps_it_for_good(string provider)
    {
        await using GuardHouse house = await OpenClassAsync(provider);
        (await house.HoldAsync(Ten)).Value();
        (await house.BookAsync(Ten)).Value();
        house.Clock.Now += Duration.FromMinutes(20);
        Assert.IsType<Refusal.SlotTaken>((await house.BookAsync(Ten, seats: 12)).Refused());
        (await house.BookAsync(Ten, seats: 11)).Value();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Moving_to_another_session_swaps_the_seats(string provider)
    {
        await using GuardHouse house = await OpenClassAsync(provider);
        Booking booking = (await house.BookAsync(Ten, seats: 3)).Value();
        Booking moved = (await house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(
            new ChangeRequest(booking.Id, "customer", IsStaff: false), Ten + Duration.FromHours(1)))).Value();
        Assert.Equal((booking.Id, booking.Reference, 2), (moved.Id, moved.Reference, moved.Version));
        Session session = Assert.Single(await house.AllAsync<Session>());
        Assert.Equal(Ten + Duration.FromHours(1), session.StartsAt);
    }

    private static async Task<GuardHouse> OpenClassAsync(string provider)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, service => (service.Kind, service.Seats) = (ServiceKind.Class, 12));
        return house;
    }

    private static async Task CancelAsync(GuardHouse house, Booking booking) =>
        (await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false)))).Value();
}
