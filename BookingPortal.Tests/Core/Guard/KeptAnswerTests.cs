using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>A kept answer is as good as a new one: whatever a commit took or gave back shows in the next request.</summary>
public sealed class KeptAnswerTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromHours(2);
    private static readonly LocalDate Today = new(2026, 9, 7);

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_same_question_gets_the_same_answer_without_a_second_search(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Assert.Same(await FindAsync(house), await FindAsync(house));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Every_change_of_the_time_taken_shows_in_the_next_answer(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Assert.True(await IsOfferedAsync(house, Ten));
        Hold hold = (await house.HoldAsync(Ten)).Value();
        Assert.False(await IsOfferedAsync(house, Ten));
        await house.Get<ReleaseHold>().RunAsync(hold.Id);
        Assert.True(await IsOfferedAsync(house, Ten));
        Booking booking = (await house.BookAsync(Ten)).Value();
        Assert.False(await IsOfferedAsync(house, Ten));
        var change = new ChangeRequest(booking.Id, "customer", IsStaff: false);
        await house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(change, Ten + Duration.FromHours(1)));
        Assert.True(await IsOfferedAsync(house, Ten));
        Assert.False(await IsOfferedAsync(house, Ten + Duration.FromHours(1)));
        await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(change));
        Assert.True(await IsOfferedAsync(house, Ten + Duration.FromHours(1)));
        await house.Get<RestoreBooking>().RunAsync(new RestoreBooking.Request(change with { IsStaff = true }));
        Assert.False(await IsOfferedAsync(house, Ten + Duration.FromHours(1)));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_hold_that_runs_out_frees_its_time_in_the_very_next_answer(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        await house.HoldAsync(Ten);
        Assert.False(await IsOfferedAsync(house, Ten));
        house.Clock.Now += Duration.FromMinutes(15);
        Assert.True(await IsOfferedAsync(house, Ten));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_held_seat_that_runs_out_counts_again(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1, service => (service.Kind, service.Seats) = (ServiceKind.Class, 2));
        await house.BookAsync(Ten);
        await house.HoldAsync(Ten);
        Assert.False(await IsOfferedAsync(house, Ten));
        house.Clock.Now += Duration.FromMinutes(15);
        Assert.True(await IsOfferedAsync(house, Ten));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_change_of_the_catalog_shows_at_once(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Assert.True(await IsOfferedAsync(house, Ten));
        await house.Get<IWriteQueue>().RunAsync(async scope =>
        {
            BookingPortal.Core.Catalog.Service cut = await scope.Db.Services.SingleAsync();
            cut.MinNoticeMinutes = 24 * 60;
            await scope.Db.SaveChangesAsync();
            await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
            return true;
        });
        Assert.False(await IsOfferedAsync(house, Ten));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_site_that_takes_no_bookings_offers_nothing_from_the_next_answer_on(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Assert.True(await IsOfferedAsync(house, Ten));
        await house.Get<IWriteQueue>().RunAsync(async scope =>
        {
            BookingPortal.Core.Catalog.Site shop = await scope.Db.Sites.SingleAsync();
            shop.Status = BookingPortal.Core.Catalog.SiteStatus.Closed;
            await scope.Db.SaveChangesAsync();
            await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
            return true;
        });
        Assert.False(await IsOfferedAsync(house, Ten));
        Assert.Equal("site-closed", Assert.IsType<Refusal.NotOffered>((await house.HoldAsync(Ten)).Refused()).Code);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Time_alone_makes_an_answer_old(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Instant first = (await FindAsync(house)).Slots[0].Start;
        house.Clock.Now = first + Duration.FromMinutes(1);
        Assert.False(await IsOfferedAsync(house, first));
    }

    [Fact]
    public void However_much_is_asked_the_kept_answers_have_a_bounded_number_of_times()
    {
        using var kept = new KeptAnswers(new SlotSettings());
        Instant now = GuardHouse.Opening;
        SlotAnswer[] answers = [.. Enumerable.Range(0, 100).Select(_ => new SlotAnswer(new Slot[10_000], null))];
        KeptAnswers.Question Question(int seats) => new(typeof(SlotAnswer), Guid.Empty, Guid.Empty, Today, Today, null, seats, null);
        for (int seats = 0; seats < answers.Length; seats++)
        {
            kept.Keep(Question(seats), [1], now, null, answers[seats]);
        }

        int found = Enumerable.Range(0, answers.Length).Count(seats => kept.Find<SlotAnswer>(Question(seats), [1], now) is not null);
        Assert.InRange(found, 1, KeptAnswers.MostTimes / 10_000);
    }

    private static async Task<GuardHouse> OpenAsync(string provider)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        return house;
    }

    private static async Task<SlotAnswer> FindAsync(GuardHouse house) =>
        (await house.Get<FindSlots>().RunAsync(new FindSlots.Request("shop", "cut", Today, Today))).Value().Answer;

    private static async Task<bool> IsOfferedAsync(GuardHouse house, Instant start) =>
        (await FindAsync(house)).Slots.Any(slot => slot.Start == start);
}
