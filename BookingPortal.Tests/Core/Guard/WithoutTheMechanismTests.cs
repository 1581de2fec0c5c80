using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>Each guarantee has one mechanism. Here it is taken out, and the guarantee must fall: else some other thing keeps it, or the test proves nothing.</summary>
public sealed class WithoutTheMechanismTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromHours(2);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_expired_hold_blocks_nobody_because_each_claim_says_when_it_ends(bool isThere)
    {
        await using GuardHouse house = await OpenAsync(isThere ? null : """
            CREATE TRIGGER "NoExpiry" AFTER INSERT ON "SlotClaims" BEGIN
              UPDATE "SlotClaims" SET "ExpiresAt" = NULL WHERE "ResourceId" = NEW."ResourceId" AND "Cell" = NEW."Cell" AND "Unit" = NEW."Unit"; END
            """);
        (await house.HoldAsync(Ten)).Value();
        house.Clock.Now += Duration.FromMinutes(16);
        Assert.Equal(isThere, (await house.HoldAsync(Ten)).TryGet(out _, out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_people_who_saw_the_same_only_one_changes_it_because_bookings_have_versions(bool isThere)
    {
        await using GuardHouse house = await OpenAsync(isThere ? null : """
            DROP INDEX "IX_BookingEvents_BookingId_Version";
            CREATE TRIGGER "NoVersion" AFTER UPDATE ON "Bookings" WHEN NEW."Version" <> 1 BEGIN
              UPDATE "Bookings" SET "Version" = 1 WHERE "Id" = NEW."Id"; END
            """);
        Booking seen = (await house.BookAsync(Ten)).Value();
        Task<Outcome<Booking>> MoveAsync(int hours) => house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(
            new ChangeRequest(seen.Id, "desk@example.com", IsStaff: true, SeenVersion: seen.Version), Ten + Duration.FromHours(hours)));
        (await MoveAsync(1)).Value();
        Outcome<Booking> second = await MoveAsync(2);
        Assert.Equal(isThere, second.IsRefused);
        if (isThere)
        {
            Assert.IsType<Refusal.StaleVersion>(second.Refused());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_event_stream_has_no_gap_because_numbers_are_given_in_the_commit(bool isThere)
    {
        await using GuardHouse house = await OpenAsync(null, isThere ? null : new CountingInMemory());
        (await house.BookAsync(Ten)).Value();
        var cutOff = new BookSlot.Request(null, new SlotRequest("shop", "cut", Ten + Duration.FromHours(1)), GuardHouse.Eva)
        {
            AtCommit = static (_, _) => throw new InvalidTimeZoneException("The power went before the commit."),
        };
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => house.Get<BookSlot>().RunAsync(cutOff));
        (await house.BookAsync(Ten + Duration.FromHours(2))).Value();
        string[] findings = [.. (await house.Get<CheckPortal>().RunAsync()).Findings.Select(finding => finding.ToString())];
        Assert.Equal(isThere, findings.Length == 0);
        Assert.Equal(!isThere, findings.Any(finding => finding.Contains("a gap", StringComparison.Ordinal)));
    }

    private static async Task<GuardHouse> OpenAsync(string? removal, IEventNumbering? numbering = null)
    {
        GuardHouse house = await GuardHouse.OpenAsync(more: services =>
        {
            services.AddSingleton<CheckPortal>();
            if (numbering is not null)
            {
                services.AddSingleton(numbering);
            }
        });
        await house.AddShopAsync(people: 1);
        if (removal is not null)
        {
            await using PortalContext db = await house.DbAsync();
            await db.Database.ExecuteSqlRawAsync(removal);
        }

        return house;
    }

    /// <summary>A counter beside the transaction, as an identity column is one: what is rolled back leaves its number behind.</summary>
    private sealed class CountingInMemory : IEventNumbering
    {
        private long _last;

        public Task NumberAsync(WriteScope scope, BookingEvent happened)
        {
            scope.Db.EventStream.Add(new EventStreamEntry { Sequence = Interlocked.Increment(ref _last), EventId = happened.Id });
            return scope.Db.SaveChangesAsync();
        }

        public Task NumberAsync(WriteScope scope, IReadOnlyList<BookingEvent> happened) => throw new NotSupportedException("Nothing is imported here.");
    }
}
