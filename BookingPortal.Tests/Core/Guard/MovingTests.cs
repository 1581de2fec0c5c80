using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>Moving, cancelling and restoring under the same guard as booking.</summary>
public sealed class MovingTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromHours(2);

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_booking_may_move_into_its_own_old_time_and_keeps_the_shared_cells(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, service => service.StepMinutes = 5);
        Booking booking = (await house.BookAsync(Ten)).Value();
        Booking moved = (await MoveAsync(house, booking, Ten + Duration.FromMinutes(10))).Value();
        Assert.Equal(2, moved.Version);
        List<SlotClaim> claims = await house.AllAsync<SlotClaim>();
        long first = Cells.Of(Ten + Duration.FromMinutes(10), Ten + Duration.FromMinutes(40), 5).First;
        Assert.Equal(Enumerable.Range(0, 6).Select(i => first + i), claims.Select(claim => claim.Cell).Order());
        TakenTime taken = Assert.Single(await house.AllAsync<TakenTime>());
        Assert.Equal(moved.StartsAt, taken.StartsAt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_move_onto_somebody_else_is_refused_and_changes_nothing(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Booking booking = (await house.BookAsync(Ten)).Value();
        (await house.BookAsync(Ten + Duration.FromHours(1))).Value();
        Assert.IsType<Refusal.SlotTaken>((await MoveAsync(house, booking, Ten + Duration.FromHours(1))).Refused());
        Assert.Equal(12, (await house.AllAsync<SlotClaim>()).Count);
        Assert.Equal(1, (await house.AllAsync<Booking>()).Single(each => each.Id == booking.Id).Version);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_stale_version_is_refused_with_the_present_one(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Booking booking = (await house.BookAsync(Ten)).Value();
        (await MoveAsync(house, booking, Ten + Duration.FromHours(1))).Value();
        var stale = Assert.IsType<Refusal.StaleVersion>((await house.Get<CancelBooking>().RunAsync(
            new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false, SeenVersion: 1)))).Refused());
        Assert.Equal(2, stale.Current);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_cancelled_booking_is_restored_only_while_its_time_is_free(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Booking booking = (await house.BookAsync(Ten)).Value();
        await CancelAsync(house, booking);
        Assert.Empty(await house.AllAsync<SlotClaim>());
        Booking other = (await house.BookAsync(Ten)).Value();
        var change = new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true, "They called again");
        Assert.IsType<Refusal.SlotTaken>((await house.Get<RestoreBooking>().RunAsync(new RestoreBooking.Request(change))).Refused());
        await CancelAsync(house, other);
        Booking restored = (await house.Get<RestoreBooking>().RunAsync(new RestoreBooking.Request(change))).Value();
        Assert.Equal((BookingStatus.Confirmed, 3), (restored.Status, restored.Version));
        Assert.Equal(6, (await house.AllAsync<SlotClaim>()).Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_no_show_gives_the_rest_of_its_time_back_and_undo_takes_it_again(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, service => service.BufferAfterMinutes = 10);
        Booking booking = (await house.BookAsync(Ten)).Value();
        house.Clock.Now = Ten + Duration.FromMinutes(11);
        var change = new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true, "Did not come");
        (await house.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(change, BookingVerb.MarkNoShow))).Value();
        Assert.Equal(3, (await house.AllAsync<SlotClaim>()).Count);
        Assert.Equal(Ten + Duration.FromMinutes(15), Assert.Single(await house.AllAsync<TakenTime>()).BlockedTo);

        Booking undone = (await house.Get<RestoreBooking>().RunAsync(new RestoreBooking.Request(change, BookingVerb.Undo))).Value();
        Assert.Equal(BookingStatus.Confirmed, undone.Status);
        Assert.Equal(8, (await house.AllAsync<SlotClaim>()).Count);
    }

    public static TheoryData<int, long> HoursBeforeAndFee { get; } = new() { { 24, 0 }, { 23, 750 } };

    [Theory, OnSqlite(nameof(HoursBeforeAndFee)), OnSqlServer(nameof(HoursBeforeAndFee))]
    public async Task Exactly_so_many_hours_before_is_still_free(string provider, int hoursBefore, long fee)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, service => (service.PriceAmount, service.Cancellation) = (1500, new(24, 50)));
        Instant start = Ten + Duration.FromDays(2);
        Booking booking = (await house.BookAsync(start)).Value();
        house.Clock.Now = start - Duration.FromHours(hoursBefore);
        Assert.Equal(fee, (await CancelAsync(house, booking)).FeeAmount);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Every_event_has_a_place_in_a_stream_without_gaps(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 3);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => house.BookAsync(Ten + Duration.FromMinutes(30 * (i % 7))))));
        await house.Get<NumberEvents>().RunAsync();
        List<EventStreamEntry> stream = await house.AllAsync<EventStreamEntry>();
        Assert.Equal(21, stream.Count);
        Assert.Equal(Enumerable.Range(1, 21).Select(i => (long)i), stream.Select(entry => entry.Sequence).Order());
    }

    private static Task<Outcome<Booking>> MoveAsync(GuardHouse house, Booking booking, Instant start) =>
        house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false), start));

    private static async Task<Booking> CancelAsync(GuardHouse house, Booking booking) =>
        (await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false)))).Value();
}
