using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace BookingPortal.Tests.Core;

/// <summary>What each role sees and does is decided by Core, whatever a page shows.</summary>
public sealed class StaffRightsTests
{
    public static TheoryData<string, BookingVerb, bool> WhoMayDoWhat { get; } = new()
    {
        { StaffRoles.Manager, BookingVerb.Cancel, true },
        { StaffRoles.Desk, BookingVerb.Cancel, true },
        { StaffRoles.Staff, BookingVerb.Cancel, false },
        { StaffRoles.Staff, BookingVerb.Reschedule, false },
        { StaffRoles.Staff, BookingVerb.CheckIn, true },
        { StaffRoles.Staff, BookingVerb.MarkNoShow, true },
        { StaffRoles.Manager, BookingVerb.Pay, false },
    };

    [Theory, OnSqlite(nameof(WhoMayDoWhat)), OnSqlServer(nameof(WhoMayDoWhat))]
    public async Task Each_role_does_what_is_its_own(string provider, string role, BookingVerb verb, bool may)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Booking booking = await BookAsync(house, "person-1");
        Guid account = await AddAccountAsync(house, role, resource: booking.Resources[0].ResourceId);

        Outcome<Booking> done = await ActAsync(house, account, booking, verb);

        bool refusedByRole = !done.TryGet(out _, out Refusal? refusal) && refusal is Refusal.Invalid { Field: "role" };
        Assert.Equal(may, !refusedByRole);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_act_that_the_customer_feels_needs_a_reason_and_the_history_keeps_it(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Booking booking = await BookAsync(house, "person-1");
        Guid account = await AddAccountAsync(house, StaffRoles.Desk);

        Outcome<Booking> without = await ActAsync(house, account, booking, BookingVerb.Cancel, reason: " ");
        Outcome<Booking> with = await ActAsync(house, account, booking, BookingVerb.Cancel, reason: "the shop floods");

        Assert.False(without.TryGet(out _, out Refusal? refusal));
        Assert.Equal("reason", Assert.IsType<Refusal.Invalid>(refusal).Field);
        Assert.False(with.IsRefused);
        BookingEvent last = (await house.Get<ReadBooking>().ByIdAsync(booking.Id))!.History[^1];
        Assert.Contains("the shop floods", last.Data, StringComparison.Ordinal);
        Assert.Equal("one@example.com", last.By);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Whoever_can_be_booked_sees_and_changes_their_own_bookings_alone(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 2);
        Booking mine = await BookAsync(house, "person-1");
        Booking theirs = await BookAsync(house, "person-2");
        CatalogSnapshot catalog = await house.Get<ReadCatalog>().RunAsync();
        Guid account = await AddAccountAsync(house, StaffRoles.Staff, resource: catalog.FindResource("person-1")!.Id);

        Outcome<Booking> own = await ActAsync(house, account, mine, BookingVerb.CheckIn);
        Outcome<Booking> other = await ActAsync(house, account, theirs, BookingVerb.CheckIn);
        IReadOnlyList<CalendarItem> seen = await CalendarAsync(house, account);

        Assert.False(own.IsRefused);
        Assert.False(other.TryGet(out _, out Refusal? refusal));
        Assert.IsType<Refusal.NotFound>(refusal);
        Assert.Equal([mine.Id], seen.Select(item => item.Id));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Staff_who_are_nobody_on_the_calendar_see_and_change_nothing(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Booking booking = await BookAsync(house, "person-1");
        Guid account = await AddAccountAsync(house, StaffRoles.Staff);

        Assert.Empty(await CalendarAsync(house, account));
        Assert.IsType<Refusal.NotFound>((await ActAsync(house, account, booking, BookingVerb.CheckIn)).Refused());
    }

    [Fact]
    public void The_desk_books_for_everybody_and_staff_for_themselves_alone()
    {
        (Guid here, Guid elsewhere, Guid own, Guid other) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        StaffAccess Access(string role, Guid? resource) => new(Guid.CreateVersion7(), "One", "one@example.com", role, [here], resource);

        Assert.True(Access(StaffRoles.Desk, null).MayBookWith(here, null));
        Assert.True(Access(StaffRoles.Desk, own).MayBookWith(here, other));
        Assert.False(Access(StaffRoles.Desk, null).MayBook(elsewhere));
        Assert.True(Access(StaffRoles.Staff, own).MayBookWith(here, own));
        Assert.False(Access(StaffRoles.Staff, own).MayBookWith(here, other));
        Assert.False(Access(StaffRoles.Staff, own).MayBookWith(here, null));
        Assert.False(Access(StaffRoles.Staff, null).MayBook(here));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Another_sites_calendar_and_bookings_are_not_there(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Booking booking = await BookAsync(house, "person-1");
        Guid account = await AddAccountAsync(house, StaffRoles.Desk, site: Guid.CreateVersion7());
        StaffAccess access = (await house.Get<ReadStaffAccess>().RunAsync(account))!;
        var date = new LocalDate(2026, 9, 7);

        Outcome<ReadCalendar.Found> read = await house.Get<ReadCalendar>().RunAsync(new(access, booking.SiteId, date, date));
        Outcome<Booking> done = await ActAsync(house, account, booking, BookingVerb.CheckIn);

        Assert.True(read.IsRefused);
        Assert.True(done.IsRefused);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_changed_since_it_was_looked_at_is_not_overwritten(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        Booking booking = await BookAsync(house, "person-1");
        Guid account = await AddAccountAsync(house, StaffRoles.Desk);
        await ActAsync(house, account, booking, BookingVerb.CheckIn);

        Outcome<Booking> late = await ActAsync(house, account, booking, BookingVerb.Cancel);

        Assert.False(late.TryGet(out _, out Refusal? refusal));
        Assert.IsType<Refusal.StaleVersion>(refusal);
    }

    private static Task<Outcome<Booking>> ActAsync(GuardHouse house, Guid account, Booking booking, BookingVerb verb, string reason = "because") =>
        house.Get<ActAsStaff>().RunAsync(new ActAsStaff.Request(account, booking.Id, verb, reason, booking.Version));

    private static async Task<IReadOnlyList<CalendarItem>> CalendarAsync(GuardHouse house, Guid account)
    {
        StaffAccess access = (await house.Get<ReadStaffAccess>().RunAsync(account))!;
        CatalogSnapshot catalog = await house.Get<ReadCatalog>().RunAsync();
        var date = new LocalDate(2026, 9, 7);
        Outcome<ReadCalendar.Found> read = await house.Get<ReadCalendar>().RunAsync(new(access, catalog.FindSite("shop")!.Id, date, date));
        return read.Match(found => found.Entries, _ => []);
    }

    private static async Task<Booking> BookAsync(GuardHouse house, string person)
    {
        Outcome<Booking> booked = await house.BookAsync(GuardHouse.Opening + Duration.FromHours(2), person);
        return booked.Match(booking => booking, refusal => throw new InvalidOperationException(refusal.ToString()));
    }

    private static async Task<Guid> AddAccountAsync(GuardHouse house, string role, Guid? site = null, Guid? resource = null)
    {
        var held = new IdentityRole<Guid>(role) { Id = Guid.CreateVersion7() };
        var account = new StaffAccount
        {
            Id = Guid.CreateVersion7(),
            Name = "One",
            Email = "one@example.com",
            UserName = "one@example.com",
            Sites = site is { } only ? [only] : [],
            ResourceId = resource,
        };
        await house.AddAsync(held, account, new IdentityUserRole<Guid> { UserId = account.Id, RoleId = held.Id });
        return account.Id;
    }
}
