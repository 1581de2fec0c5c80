using BookingPortal.Core.Data;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>Two nodes with a desk each, at one entry of the inbox.</summary>
public sealed class LinkedSiteRaceTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_two_desks_that_have_both_read_a_conflict_only_one_decides_it(string provider)
    {
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddAsync(new SiteEntry
        {
            SiteId = Guid.CreateVersion7(),
            EntryId = "clash",
            Hash = new byte[32],
            Wanted = new SiteBooking("cut", GuardHouse.Opening.ToUnixTimeMilliseconds(), null, 1, GuardHouse.Eva, null, null),
            Outcome = SiteEntryOutcome.Conflict,
            ToldAt = GuardHouse.Opening,
        });
        await using PortalContext one = await house.DbAsync();
        await using PortalContext two = await house.DbAsync();
        (await one.SiteEntries.SingleAsync()).Outcome = SiteEntryOutcome.Accepted;
        (await two.SiteEntries.SingleAsync()).Outcome = SiteEntryOutcome.Dismissed;

        await one.SaveChangesAsync();
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => two.SaveChangesAsync());

        Assert.Equal(SiteEntryOutcome.Accepted, Assert.Single(await house.AllAsync<SiteEntry>()).Outcome);
    }
}
