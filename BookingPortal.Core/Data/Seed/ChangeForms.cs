using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>
/// Divides a resource's time anew where its cells or its capacity change. Its past claims are written again in the new
/// form from the times taken; while a claim lies ahead, the cells cannot change.
/// </summary>
internal static class ChangeForms
{
    public static async Task RunAsync(PortalContext db, CatalogPlan catalog, ScenarioProblems problems, Instant now)
    {
        foreach ((Guid id, ResourceForm before) in catalog.Before)
        {
            Resource resource = catalog.Snapshot.Resource(id);
            string place = catalog.Places.GetValueOrDefault(id, $"resource {resource.Slug}");
            bool cellsChange = before.ClaimsByNight != resource.ClaimsByNight
                || (before.GranularityMinutes != resource.GranularityMinutes && !resource.ClaimsByNight);
            if (cellsChange && await HasFutureAsync(db, id, now))
            {
                problems.Add(
                    before.ClaimsByNight == resource.ClaimsByNight ? $"{place}.granularityMinutes" : place,
                    before.ClaimsByNight == resource.ClaimsByNight
                        ? $"{resource.Slug} has claims ahead of now, so its cells cannot change from {before.GranularityMinutes} to {resource.GranularityMinutes} minutes"
                        : $"{resource.Slug} has claims ahead of now, so it cannot change between nights and hours: stays alone are claimed by nights");
            }
            else if ((cellsChange || resource.Capacity < before.Capacity) && !await TryDivideAnewAsync(db, catalog.Snapshot, resource, now))
            {
                problems.Add(
                    cellsChange ? $"{place}.granularityMinutes" : $"{place}.capacity",
                    $"what is booked of {resource.Slug} does not fit into {resource.Capacity} units of {resource.GranularityMinutes} minutes");
            }
        }
    }

    private static Task<bool> HasFutureAsync(PortalContext db, Guid resourceId, Instant now) =>
        db.TakenTimes.AnyAsync(taken => taken.ResourceId == resourceId && taken.BlockedTo > now && (taken.ExpiresAt == null || taken.ExpiresAt > now));

    private static async Task<bool> TryDivideAnewAsync(PortalContext db, CatalogSnapshot catalog, Resource resource, Instant now)
    {
        Guid id = resource.Id;
        List<TakenTime> times = await db.TakenTimes.AsNoTracking()
            .Where(taken => taken.ResourceId == id && (taken.ExpiresAt == null || taken.ExpiresAt > now))
            .OrderBy(taken => taken.BlockedFrom)
            .ToListAsync();
        var board = new ClaimBoard();
        var claims = new List<SlotClaim>();
        foreach (TakenTime time in times)
        {
            var wish = new ClaimWish(id, TakenCells.Of(time, resource, catalog), time.Units, resource.Capacity);
            if (board.BlockerOf(wish) is not null)
            {
                return false;
            }

            int first = claims.Count;
            board.Take(wish, time.OwnerId, beyondCapacity: false, claims);
            for (int i = first; i < claims.Count; i++)
            {
                claims[i].ExpiresAt = time.ExpiresAt;
            }
        }

        await db.SlotClaims.Where(claim => claim.ResourceId == id).ExecuteDeleteAsync();
        await ClaimTable.InsertManyAsync(db, claims);
        return true;
    }
}
