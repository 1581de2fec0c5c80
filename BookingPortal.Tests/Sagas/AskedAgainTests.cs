using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Sagas;

/// <summary>A customer moves what was agreed to: where the service says so, everybody is asked again, and the money waits with the booking.</summary>
public sealed class AskedAgainTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(10);
    private static readonly Instant Two = Ten + Duration.FromHours(4);

    [Theory, OnSqlite, OnSqlServer]
    public async Task Moved_by_its_customer_it_waits_for_everybody_again_and_a_second_yes_confirms_it_without_more_money(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Approvers = ["desk", "manager"]);
        Booking agreed = await AgreedAndPaidAsync(house, yeses: 2);

        Booking moved = (await MoveAsync(house, agreed, isStaff: false)).Value();

        Assert.Equal((BookingStatus.PendingApproval, Two), (moved.Status, moved.StartsAt));
        Assert.Equal(
            [(1, 1, ApprovalState.Agreed), (1, 2, ApprovalState.Agreed), (2, 1, ApprovalState.Open)],
            (await house.AllAsync<ApprovalRequest>()).OrderBy(turn => (turn.Round, turn.Turn)).Select(turn => (turn.Round, turn.Turn, turn.State)));
        Assert.Equal(6, (await house.AllAsync<SlotClaim>()).Count);
        Assert.Equal(BookingStatus.PendingApproval, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Assert.Equal(BookingStatus.Confirmed, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Assert.Equal(PaymentState.Paid, Assert.Single(await house.AllAsync<Payment>()).State);
        Assert.Equal(SagaStatus.Done, Assert.Single(await house.AllAsync<Saga>()).Status);
        Assert.Equal(
            [BookingEventTypes.Rescheduled, BookingEventTypes.Requested, BookingEventTypes.Approved, BookingEventTypes.Approved, BookingEventTypes.Confirmed],
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

    private static async Task<GuardHouse> OpenAsync(string provider, Action<Service>? change = null)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, gateway: new TestTill(), more: services => services.AddSingleton<CheckPortal>());
        await house.AddShopAsync(people: 1, service =>
        {
            (service.PriceAmount, service.Deposit) = (1000, new DepositRule(DepositKind.Fixed, 500));
            (service.NeedsApproval, service.AsksAgainWhenMoved) = (true, true);
            change?.Invoke(service);
        });
        return house;
    }

    private static async Task<Booking> AgreedAndPaidAsync(GuardHouse house, int yeses = 1)
    {
        Booking booking = (await house.BookAsync(Ten)).Value();
        for (int yes = 0; yes < yeses; yes++)
        {
            await ChangeAsync(house, booking, BookingVerb.Approve);
        }

        Payment payment = Assert.Single(await house.AllAsync<Payment>());
        Booking paid = (await house.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment.Id, new GatewayAnswer.Paid("session-1")))).Value();
        Assert.Equal(BookingStatus.Confirmed, paid.Status);
        return paid;
    }

    private static Task<Outcome<Booking>> MoveAsync(GuardHouse house, Booking booking, bool isStaff) =>
        house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(new ChangeRequest(booking.Id, isStaff ? "desk" : "customer", isStaff, "As agreed"), Two));

    private static async Task<Booking> ChangeAsync(GuardHouse house, Booking booking, BookingVerb verb) =>
        (await house.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(new ChangeRequest(booking.Id, "desk", IsStaff: true, "As agreed"), verb))).Value();
}
