using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using static BookingPortal.Tests.Sagas.AskedAgainHouse;

namespace BookingPortal.Tests.Sagas;

/// <summary>A customer moves what was agreed to: where the service says so, or the site is not heard from, everybody is asked again.</summary>
public sealed class AskedAgainTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task Moved_by_its_customer_it_waits_for_everybody_again_and_a_second_yes_confirms_it_without_more_money(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Approvers = ["desk", "manager"]);
        Booking agreed = await AgreedAndPaidAsync(house, yeses: 2);

        Booking moved = (await MoveAsync(house, agreed, isStaff: false)).Value();

        Assert.Equal((BookingStatus.PendingApproval, Two, Ten, agreed.Version + 1), (moved.Status, moved.StartsAt, moved.StoodAt, moved.Version));
        Assert.Equal(
            [(1, 1, ApprovalState.Agreed), (1, 2, ApprovalState.Agreed), (2, 1, ApprovalState.Open)],
            (await house.AllAsync<ApprovalRequest>()).OrderBy(turn => (turn.Round, turn.Turn)).Select(turn => (turn.Round, turn.Turn, turn.State)));
        Assert.Equal(6, (await house.AllAsync<SlotClaim>()).Count);
        Assert.Equal(BookingStatus.PendingApproval, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Assert.Equal(BookingStatus.Confirmed, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Assert.Equal(PaymentState.Paid, Assert.Single(await house.AllAsync<Payment>()).State);
        Assert.Equal(SagaStatus.Done, Assert.Single(await house.AllAsync<Saga>()).Status);
        Assert.Equal(
            [BookingEventTypes.Rescheduled, BookingEventTypes.Approved, BookingEventTypes.Approved, BookingEventTypes.Confirmed],
            (await house.AllAsync<BookingEvent>()).Where(happened => happened.Version > agreed.Version).OrderBy(happened => happened.Version).Select(happened => happened.Type));
        Assert.Empty((await house.Get<CheckPortal>().RunAsync()).Findings);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_no_to_the_new_time_ends_it_and_what_was_paid_goes_back(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking moved = (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false)).Value();

        Assert.Equal(BookingStatus.Declined, (await ChangeAsync(house, moved, BookingVerb.Decline)).Status);

        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount);
        Assert.Empty(await house.AllAsync<SlotClaim>());
        Assert.Equal(SagaStatus.Undone, Assert.Single(await house.AllAsync<Saga>()).Status);
        Assert.Empty((await house.Get<CheckPortal>().RunAsync()).Findings);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nobody_answers_in_time_and_what_was_paid_goes_back(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.ApprovalHours = 4);
        await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false);

        house.Clock.Now += Duration.FromHours(4);
        await house.Get<RunSagas>().RunAsync();

        Assert.Equal(BookingStatus.Expired, Assert.Single(await house.AllAsync<Booking>()).Status);
        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount);
        Assert.Empty(await house.AllAsync<SlotClaim>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Staff_who_move_it_have_agreed_by_that(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Assert.Equal(BookingStatus.Confirmed, (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: true)).Value().Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nobody_is_asked_again_where_the_service_does_not_say_so(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.AsksAgainWhenMoved = false);
        Assert.Equal(BookingStatus.Confirmed, (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false)).Value().Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_moves_nothing_asks_nobody(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Assert.Equal(BookingStatus.Confirmed, (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false, to: Ten)).Value().Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Moved_while_it_waits_again_it_keeps_its_request_until_somebody_has_agreed(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Approvers = ["desk", "manager"]);
        Booking moved = (await MoveAsync(house, await AgreedAndPaidAsync(house, yeses: 2), isStaff: false)).Value();

        moved = (await MoveAsync(house, moved, isStaff: false, to: Two + Duration.FromHours(1))).Value();
        Assert.Equal(Ten, moved.StoodAt); // the last time that anybody agreed to
        Assert.False(await house.Get<RescheduleBooking>().AsksAgainAsync(moved));
        Assert.Equal([(1, 1), (1, 2), (2, 1)], await TurnsAsync(house));

        // The first one has agreed to this time; another time is another question, and starts with the first one again.
        await ChangeAsync(house, moved, BookingVerb.Approve);
        Assert.True(await house.Get<RescheduleBooking>().AsksAgainAsync(moved)); // and is said so before
        moved = (await MoveAsync(house, moved, isStaff: false)).Value();
        Assert.Equal([(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)], await TurnsAsync(house));
        Assert.Equal(ApprovalState.Withdrawn, (await house.AllAsync<ApprovalRequest>()).Single(turn => (turn.Round, turn.Turn) == (2, 2)).State);

        // Where staff move it, who has agreed has not agreed in vain.
        await ChangeAsync(house, moved, BookingVerb.Approve);
        moved = (await MoveAsync(house, moved, isStaff: true, to: Two + Duration.FromHours(1))).Value();
        Assert.Equal(BookingStatus.PendingApproval, moved.Status);
        Booking agreed = await ChangeAsync(house, moved, BookingVerb.Approve);
        Assert.Equal((BookingStatus.Confirmed, null), (agreed.Status, agreed.StoodAt));
        await MustBeCleanAsync(house);
    }

    /// <summary>Before there were steps, or from a file: it stands without a saga of its own.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task What_was_imported_is_asked_about_as_well(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking agreed = await AgreedAndPaidAsync(house);
        await using (var db = await house.DbAsync())
        {
            db.RemoveRange(db.Sagas);
            await db.SaveChangesAsync();
        }

        Booking moved = (await MoveAsync(house, agreed, isStaff: false)).Value();
        Assert.Equal((BookingStatus.PendingApproval, SagaStatus.Waiting), (moved.Status, Assert.Single(await house.AllAsync<Saga>()).Status));
        Assert.Equal(BookingStatus.Confirmed, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_step_that_was_skipped_once_is_taken_back_after_it_was_asked_again(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        await Boss.HireAsync(house);
        Booking booking = (await house.BookAsync(Ten)).Value();
        Assert.False((await Boss.ActAsync(house, booking.Id, SagaAct.Skip, "I know her")).IsRefused);
        booking = await SettleAsync(house, Assert.Single(await house.AllAsync<Payment>()).Id, new GatewayAnswer.Paid("session-1"));
        Booking moved = (await MoveAsync(house, booking, isStaff: false)).Value();
        await ChangeAsync(house, moved, BookingVerb.Decline);
        Assert.DoesNotContain(await house.AllAsync<ApprovalRequest>(), turn => turn.State == ApprovalState.Open);
        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_site_that_is_not_heard_from_is_asked_about_a_move_as_well_as_about_a_booking(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.NeedsApproval = false);
        Booking booking = await PaidAsync(house);
        await ChangeSiteAsync(house, site => (site.Status, site.WhenSilent) = (SiteStatus.Limited, SilenceRule.Request));
        Assert.True(await house.Get<RescheduleBooking>().AsksAgainAsync(booking)); // and is said so before

        Booking moved = (await MoveAsync(house, booking, isStaff: false)).Value();
        Assert.Equal((BookingStatus.PendingApproval, Ten), (moved.Status, moved.StoodAt));
        await MustBeCleanAsync(house);
        Assert.Equal(BookingStatus.Confirmed, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Assert.Equal(PaymentState.Paid, Assert.Single(await house.AllAsync<Payment>()).State);
        Assert.Equal(BookingStatus.Confirmed, (await MoveAsync(house, moved, isStaff: true, to: Ten)).Value().Status);

        await ChangeSiteAsync(house, site => site.Status = SiteStatus.Open);
        Assert.Equal(BookingStatus.Confirmed, (await MoveAsync(house, moved, isStaff: false)).Value().Status);
        await MustBeCleanAsync(house);
    }
}
