using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace BookingPortal.Tests.Sagas;

/// <summary>Several people agree in turn, each within their time; who does not answer lets it run out, or hands it to a manager.</summary>
public sealed class ApprovalTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(10);

    [Theory, OnSqlite, OnSqlServer]
    public async Task Each_is_asked_in_turn_and_only_the_last_yes_confirms(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Approvers = ["desk", "boss@example.com"]);
        (Guid desk, Guid boss) = (await AddAsync(house, "one@example.com", StaffRoles.Desk), await AddAsync(house, "boss@example.com", StaffRoles.Manager));
        Booking booking = (await house.BookAsync(Ten)).Value();
        Assert.True(await IsTheirsAsync(house, desk));

        Booking half = (await ActAsync(house, desk, booking, BookingVerb.Approve)).Value();
        Assert.Equal(BookingStatus.PendingApproval, half.Status);
        Assert.False(await IsTheirsAsync(house, desk));
        Assert.True(await IsTheirsAsync(house, boss));
        Assert.Equal("role", Assert.IsType<Refusal.Invalid>((await ActAsync(house, desk, half, BookingVerb.Approve)).Refused()).Field);

        Assert.Equal(BookingStatus.Confirmed, (await ActAsync(house, boss, half, BookingVerb.Approve)).Value().Status);
        Assert.Equal(
            [(1, "one@example.com"), (2, "boss@example.com")],
            (await house.AllAsync<ApprovalRequest>()).Where(turn => turn.State == ApprovalState.Agreed).OrderBy(turn => turn.Turn).Select(turn => (turn.Turn, turn.DecidedBy!)));
        Assert.Equal(
            [BookingEventTypes.Requested, BookingEventTypes.Approved, BookingEventTypes.Approved, BookingEventTypes.Confirmed],
            (await house.AllAsync<BookingEvent>()).OrderBy(happened => happened.Version).Select(happened => happened.Type));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nobody_agrees_twice_in_a_row(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Approvers = ["desk", "manager"]);
        Guid boss = await AddAsync(house, "boss@example.com", StaffRoles.Manager);
        Booking booking = (await house.BookAsync(Ten)).Value();
        Booking half = (await ActAsync(house, boss, booking, BookingVerb.Approve)).Value();
        Assert.Equal("role", Assert.IsType<Refusal.Invalid>((await ActAsync(house, boss, half, BookingVerb.Approve)).Refused()).Field);
        Assert.False(await IsTheirsAsync(house, boss));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task One_no_is_enough(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Approvers = ["desk", "manager"]);
        Guid desk = await AddAsync(house, "one@example.com", StaffRoles.Desk);
        Booking booking = (await house.BookAsync(Ten)).Value();
        Assert.Equal(BookingStatus.Declined, (await ActAsync(house, desk, booking, BookingVerb.Decline)).Value().Status);
        ApprovalRequest turn = Assert.Single(await house.AllAsync<ApprovalRequest>());
        Assert.Equal((ApprovalState.Declined, "one@example.com"), (turn.State, turn.DecidedBy));
        Assert.Empty(await house.AllAsync<SlotClaim>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Each_has_a_time_of_their_own_and_after_it_the_request_runs_out(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => (service.Approvers, service.ApprovalHours) = (["desk", "manager"], 4));
        Guid desk = await AddAsync(house, "one@example.com", StaffRoles.Desk);
        Booking booking = (await house.BookAsync(Ten)).Value();
        house.Clock.Now += Duration.FromHours(3);
        (await ActAsync(house, desk, booking, BookingVerb.Approve)).Value();
        house.Clock.Now += Duration.FromHours(3);
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.PendingApproval, Assert.Single(await house.AllAsync<Booking>()).Status);
        house.Clock.Now += Duration.FromHours(1);
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, Assert.Single(await house.AllAsync<Booking>()).Status);
        Assert.Equal(ApprovalState.RanOut, (await house.AllAsync<ApprovalRequest>()).Single(turn => turn.Turn == 2).State);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Escalated_it_waits_for_a_manager_until_the_visit_would_begin(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service =>
            (service.Approvers, service.ApprovalHours, service.OnApprovalTimeout) = (["ana@example.com"], 4, ApprovalTimeout.Escalate));
        (Guid desk, Guid boss) = (await AddAsync(house, "one@example.com", StaffRoles.Desk), await AddAsync(house, "boss@example.com", StaffRoles.Manager));
        Booking booking = (await house.BookAsync(Ten)).Value();
        Booking other = (await house.BookAsync(Ten + Duration.FromHours(1))).Value();
        Assert.Equal("role", Assert.IsType<Refusal.Invalid>((await ActAsync(house, boss, booking, BookingVerb.Approve)).Refused()).Field);

        house.Clock.Now += Duration.FromHours(4);
        await house.Get<RunSagas>().RunAsync();
        Assert.All(await house.AllAsync<Booking>(), each => Assert.Equal(BookingStatus.PendingApproval, each.Status));
        Assert.All(await house.AllAsync<Saga>(), saga => Assert.True(saga.NeedsReview));
        Assert.Equal("role", Assert.IsType<Refusal.Invalid>((await ActAsync(house, desk, booking, BookingVerb.Approve)).Refused()).Field);
        Assert.Equal(BookingStatus.Confirmed, (await ActAsync(house, boss, booking, BookingVerb.Approve)).Value().Status);

        house.Clock.Now = other.StartsAt;
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, (await house.Get<ReadBooking>().ByIdAsync(other.Id))!.Booking.Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_request_that_moves_takes_its_time_limit_along(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, _ => { });
        Instant soon = GuardHouse.Opening + Duration.FromHours(2);
        Booking booking = (await house.BookAsync(soon)).Value();
        await MustWaitUntilAsync(house, soon); // nobody approves a visit that has begun

        house.Clock.Now += Duration.FromHours(1);
        booking = await MoveAsync(house, booking, Ten);
        await MustWaitUntilAsync(house, house.Clock.Now + Duration.FromHours(48));
        house.Clock.Now = soon;
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.PendingApproval, Assert.Single(await house.AllAsync<Booking>()).Status);

        Instant sooner = house.Clock.Now + Duration.FromHours(3);
        await MoveAsync(house, booking, sooner);
        await MustWaitUntilAsync(house, sooner);
        Assert.Single(await house.AllAsync<ApprovalRequest>());
        house.Clock.Now = sooner;
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, Assert.Single(await house.AllAsync<Booking>()).Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_a_manager_was_asked_instead_waits_until_the_new_start(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => (service.ApprovalHours, service.OnApprovalTimeout) = (4, ApprovalTimeout.Escalate));
        Booking booking = (await house.BookAsync(Ten)).Value();
        house.Clock.Now += Duration.FromHours(4);
        await house.Get<RunSagas>().RunAsync();
        await MustWaitUntilAsync(house, Ten);
        Instant other = Ten - Duration.FromDays(3);
        await MoveAsync(house, booking, other);
        await MustWaitUntilAsync(house, other);
        Assert.True(Assert.Single(await house.AllAsync<Saga>()).NeedsReview);
    }

    private static async Task MustWaitUntilAsync(GuardHouse house, Instant until) => Assert.Equal(
        (until, until), (Assert.Single(await house.AllAsync<ApprovalRequest>()).DueAt, Assert.Single(await house.AllAsync<Saga>()).DueAt));

    private static async Task<Booking> MoveAsync(GuardHouse house, Booking booking, Instant to) =>
        (await house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false), to))).Value();

    private static async Task<GuardHouse> OpenAsync(string provider, Action<Service> change)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, service =>
        {
            service.NeedsApproval = true;
            change(service);
        });
        return house;
    }

    private static async Task<bool> IsTheirsAsync(GuardHouse house, Guid account) =>
        Assert.Single((await house.Get<ReadApprovals>().RunAsync((await house.Get<ReadStaffAccess>().RunAsync(account))!)).Items).IsTheirs;

    private static Task<Outcome<Booking>> ActAsync(GuardHouse house, Guid account, Booking booking, BookingVerb verb) =>
        house.Get<ActAsStaff>().RunAsync(new ActAsStaff.Request(account, booking.Id, verb, "As discussed", booking.Version));

    private static async Task<Guid> AddAsync(GuardHouse house, string email, string role)
    {
        var account = new StaffAccount { Id = Guid.CreateVersion7(), Name = email, Email = email, UserName = email };
        var held = new IdentityRole<Guid>(role) { Id = Guid.CreateVersion7() };
        await house.AddAsync(account, held, new IdentityUserRole<Guid> { UserId = account.Id, RoleId = held.Id });
        return account.Id;
    }
}
