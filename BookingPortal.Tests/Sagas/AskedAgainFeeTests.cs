using BookingPortal.Core.Bookings;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using NodaTime;
using static BookingPortal.Tests.Sagas.AskedAgainHouse;

namespace BookingPortal.Tests.Sagas;

/// <summary>A move that waits for a yes is no way around the cancellation fee, in either direction.</summary>
public sealed class AskedAgainFeeTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_fee_is_still_kept_when_the_cancelling_could_be_taken_back_only_at_the_second_try(string provider)
    {
        var twist = new SagaTwist();
        await using GuardHouse house = await OpenAsync(provider, WithFee, twist: twist);
        await Boss.HireAsync(house);
        Booking agreed = await AgreedAndPaidAsync(house);
        house.Clock.Now = Ten - Duration.FromHours(24);
        Booking moved = (await MoveAsync(house, agreed, isStaff: false, to: Ten - Duration.FromMinutes(30))).Value();
        house.Clock.Now += Duration.FromMinutes(1);
        twist.UndoFails = "payment";
        var cancel = new CancelBooking.Request(new ChangeRequest(moved.Id, "customer", IsStaff: false));
        Assert.IsType<Refusal.LeftToPerson>((await house.Get<CancelBooking>().RunAsync(cancel)).Refused());
        twist.UndoFails = null;
        Assert.False((await Boss.ActAsync(house, moved.Id, SagaAct.Retry, "The till is back")).IsRefused);
        Booking ended = Assert.Single(await house.AllAsync<Booking>());
        Assert.Equal((BookingStatus.Cancelled, 500), (ended.Status, ended.FeeAmount));
        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Moving_is_no_way_around_the_fee(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, WithFee);
        Booking agreed = await AgreedAndPaidAsync(house);

        // Free to the second: moved by half an hour, and then kept waiting until it is too late to be free for either time.
        house.Clock.Now = Ten - Duration.FromHours(24);
        Booking moved = (await MoveAsync(house, agreed, isStaff: false, to: Ten - Duration.FromMinutes(30))).Value();
        Assert.Equal(0, CancellationTerms.Fee(Policy, moved, house.Clock.Now));
        house.Clock.Now += Duration.FromMinutes(1);
        Assert.IsType<Refusal.TooLate>((await MoveAsync(house, moved, isStaff: false)).Refused());

        Booking cancelled = (await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(moved.Id, "customer", IsStaff: false)))).Value();
        Assert.Equal((BookingStatus.Cancelled, 500), (cancelled.Status, cancelled.FeeAmount));
        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount); // of the 1000 that were paid
        Assert.Contains("\"fee\":\"500\"", (await house.AllAsync<BookingEvent>()).Single(happened => happened.Type == BookingEventTypes.Cancelled).Data, StringComparison.Ordinal);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Too_late_to_move_is_too_late_to_be_declined_for_free(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, WithFee);
        Booking agreed = await AgreedAndPaidAsync(house);
        house.Clock.Now = Ten - Duration.FromHours(24) + Duration.FromSeconds(1);
        Assert.IsType<Refusal.TooLate>((await MoveAsync(house, agreed, isStaff: false)).Refused());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_gave_up_a_time_that_was_free_to_cancel_pays_nothing_while_nobody_has_agreed_to_another(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, WithFee);
        Instant tomorrow = GuardHouse.Opening + Duration.FromHours(20);
        Booking moved = (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false, to: tomorrow)).Value();
        Assert.Equal(0, CancellationTerms.Fee(Policy, moved, house.Clock.Now));
        Assert.Equal(500, CancellationTerms.Fee(Policy, await ChangeAsync(house, moved, BookingVerb.Approve), house.Clock.Now)); // now it stands there
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_no_costs_nothing_however_late_it_comes(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, WithFee);
        house.Clock.Now = Ten - Duration.FromHours(24);
        Booking moved = (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false, to: Ten - Duration.FromHours(1))).Value();
        house.Clock.Now = moved.StartsAt - Duration.FromMinutes(1);
        Booking declined = await ChangeAsync(house, moved, BookingVerb.Decline);
        Assert.Equal((BookingStatus.Declined, 0), (declined.Status, declined.FeeAmount));
        Assert.Equal(1000, Assert.Single(await house.AllAsync<Refund>()).Amount);
    }
}
