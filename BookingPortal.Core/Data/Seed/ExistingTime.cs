using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>What is taken already of all that an import wants, within the time that it wants.</summary>
internal sealed class ExistingTime
{
    private const int IdsAtOnce = 500;

    public ClaimBoard Board { get; } = new();

    /// <summary>Claims of holds that have run out: they are in nobody's way, but their rows must go before others can come.</summary>
    public HashSet<ClaimedCell> Expired { get; } = [];

    public List<Session> Sessions { get; } = [];

    public Dictionary<(Guid Resource, LocalDate Date), int> BookingsPerDay { get; } = [];

    public Dictionary<(Guid Service, int Group), Guid> Turns { get; } = [];

    public List<OutsideBusyTime> Busy { get; } = [];

    /// <param name="works">The bookings that are new.</param>
    public static async Task<ExistingTime> ReadAsync(
        PortalContext db, CatalogSnapshot catalog, IReadOnlyList<SessionWork> sessions, IReadOnlyList<BookingWork> works, Instant now)
    {
        var existing = new ExistingTime();
        List<(Service Service, Site Site, SlotTimes Times)> wanted =
            [.. works.Select(work => (work.Service, work.Site, work.Times)), .. sessions.Select(work => (work.Service, work.Site, work.Times))];
        if (wanted.Count == 0)
        {
            return existing;
        }

        Instant from = wanted.Min(each => each.Times.BlockedFrom) - Duration.FromDays(2);
        Instant to = wanted.Max(each => each.Times.BlockedTo) + Duration.FromDays(2);
        await existing.ReadSessionsAsync(db, from, to, now);
        await existing.ReadClaimsAsync(db, catalog, wanted, from, to, now);
        await existing.ReadChoosingAsync(db, from, to, now);
        return existing;
    }

    private async Task ReadSessionsAsync(PortalContext db, Instant from, Instant to, Instant now)
    {
        Sessions.AddRange(await db.Sessions.Where(session => session.StartsAt >= from && session.StartsAt <= to).ToListAsync());
        foreach (Guid[] ids in Sessions.Where(session => !IsOver(session, now)).Select(session => session.Id).Chunk(IdsAtOnce))
        {
            await TakeAsync(db.SlotClaims.Where(claim => ids.Contains(claim.ResourceId)), now);
        }
    }

    private async Task ReadClaimsAsync(
        PortalContext db, CatalogSnapshot catalog, List<(Service Service, Site Site, SlotTimes Times)> wanted, Instant from, Instant to, Instant now)
    {
        foreach (Guid id in wanted.Select(each => each.Service).Distinct().SelectMany(CatalogSnapshot.ResourceIdsOf).Distinct())
        {
            Resource resource = catalog.Resource(id);
            CellRange cells = resource.ClaimsByNight
                ? new CellRange(Cells.Day(from.InUtc().Date), Cells.Day(to.InUtc().Date) + 1)
                : Cells.Of(from, to, resource.GranularityMinutes);
            await TakeAsync(db.SlotClaims.Where(claim => claim.ResourceId == id && claim.Cell >= cells.First && claim.Cell < cells.End), now);
        }

        foreach (Guid limit in wanted
            .Where(each => each.Service.MaxPerDay is not null)
            .Select(each => ClaimKeys.PerDay(each.Service.Id, each.Site.Id))
            .Distinct())
        {
            await TakeAsync(db.SlotClaims.Where(claim => claim.ResourceId == limit), now);
        }
    }

    private async Task TakeAsync(IQueryable<SlotClaim> claims, Instant now)
    {
        await foreach (SlotClaim claim in claims.AsNoTracking().AsAsyncEnumerable())
        {
            if (claim.ExpiresAt <= now)
            {
                Expired.Add(new ClaimedCell(claim.ResourceId, claim.Cell, claim.Unit));
            }
            else
            {
                Board.Put(claim.ResourceId, claim.Cell, claim.Unit, claim.OwnerId);
            }
        }
    }

    /// <summary>What the strategies look at: who has how much that day, whose turn it is, and who is away.</summary>
    private async Task ReadChoosingAsync(PortalContext db, Instant from, Instant to, Instant now)
    {
        var counts = await db.TakenTimes
            .Where(taken => taken.BlockedTo > from && taken.BlockedFrom < to && (taken.ExpiresAt == null || taken.ExpiresAt > now))
            .GroupBy(taken => new { taken.ResourceId, taken.LocalDate })
            .Select(group => new { group.Key, Count = group.Count() })
            .ToListAsync();
        foreach (var count in counts)
        {
            BookingsPerDay[(count.Key.ResourceId, count.Key.LocalDate)] = count.Count;
        }

        foreach (RotationTurn turn in await db.RotationTurns.AsNoTracking().ToListAsync())
        {
            Turns[(turn.ServiceId, turn.Group)] = turn.LastChosen;
        }

        Busy.AddRange(await db.BusyTimes.AsNoTracking().Where(busy => busy.EndsAt > from && busy.StartsAt < to).ToListAsync());
    }

    public static bool IsOver(Session session, Instant now) => session.ExpiresAt <= now;
}
