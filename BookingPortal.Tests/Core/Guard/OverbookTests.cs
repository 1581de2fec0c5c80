using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>Overbooking is a permission, asks twice, wants a reason, and takes units above the capacity.</summary>
public sealed class OverbookTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromHours(2);

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_manager_who_is_sure_and_says_why_books_on_top_and_the_check_knows(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider, more: services => services.AddSingleton<CheckPortal>());
        await house.AddShopAsync(people: 1);
        Guid manager = await AddAsync(house, StaffRoles.Manager);
        Guid desk = await AddAsync(house, StaffRoles.Desk);
        (await house.BookAsync(Ten)).Value();
        Assert.IsType<Refusal.SlotTaken>((await house.BookAsync(Ten)).Refused());

        Assert.Equal("role", Assert.IsType<Refusal.Invalid>((await TryAsync(house, desk, "A friend", isSure: true)).Refused()).Field);
        Assert.Equal("reason", Assert.IsType<Refusal.Invalid>((await TryAsync(house, manager, " ", isSure: true)).Refused()).Field);
        Assert.Equal("sure", Assert.IsType<Refusal.Invalid>((await TryAsync(house, manager, "A friend", isSure: false)).Refused()).Field);
        Assert.Single(await house.AllAsync<Booking>());

        Guid elsewhere = await AddAsync(house, StaffRoles.Manager, Guid.NewGuid());
        Assert.Equal("role", Assert.IsType<Refusal.Invalid>((await TryAsync(house, elsewhere, "A friend", isSure: true)).Refused()).Field);

        Booking over = (await TryAsync(house, manager, "A friend", isSure: true)).Value();
        Booking third = (await TryAsync(house, manager, "Another", isSure: true)).Value();
        Assert.All((await house.AllAsync<SlotClaim>()).Where(claim => claim.OwnerId == over.Id || claim.OwnerId == third.Id), claim => Assert.True(claim.Unit > 1));
        Assert.Equal(18, (await house.AllAsync<SlotClaim>()).Count);
        BookingEvent told = (await house.AllAsync<BookingEvent>()).Single(happened => happened.BookingId == over.Id);
        Assert.Contains("\"overbooked\":\"A friend\"", told.Data, StringComparison.Ordinal);
        Assert.Equal($"{StaffRoles.Manager}@example.com", told.By);
        Assert.Equal([], (await house.Get<CheckPortal>().RunAsync()).Findings.Select(finding => finding.ToString()));

        // Nobody else gets a time because of it.
        Assert.IsType<Refusal.SlotTaken>((await house.BookAsync(Ten)).Refused());
    }

    private static Task<Outcome<Booking>> TryAsync(GuardHouse house, Guid account, string reason, bool isSure) =>
        house.Get<Overbook>().RunAsync(new Overbook.Request(account, new SlotRequest("shop", "cut", Ten), GuardHouse.Eva, reason, isSure));

    private static async Task<Guid> AddAsync(GuardHouse house, string role, Guid? site = null)
    {
        string email = site is null ? $"{role}@example.com" : $"{role}@{site}.example.com";
        var account = new StaffAccount { Id = Guid.CreateVersion7(), Name = role, Email = email, UserName = email, Sites = site is { } only ? [only] : [] };
        var held = new IdentityRole<Guid>(role) { Id = Guid.CreateVersion7() };
        await house.AddAsync(account, held, new IdentityUserRole<Guid> { UserId = account.Id, RoleId = held.Id });
        return account.Id;
    }
}
