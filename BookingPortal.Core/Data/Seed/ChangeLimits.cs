using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Where a service takes another number of bookings a day than before, its places are claimed anew by who has them.</summary>
internal static class ChangeLimits
{
    public static async Task RunAsync(PortalContext db, CatalogPlan catalog, ScenarioProblems problems, Instant now)
    {
        foreach ((Guid id, int? before) in catalog.LimitsBefore)
        {
            Service service = catalog.Snapshot.Service(id);
            if (service.MaxPerDay == before)
            {
                continue;
            }

            var takers = await db.TakenTimes
                .Where(taken => taken.ServiceId == id && !taken.IsSession && (taken.ExpiresAt == null || taken.ExpiresAt > now))
                .Select(taken => new { taken.SiteId, taken.LocalDate, taken.OwnerId, taken.ExpiresAt })
                .Distinct()
                .ToListAsync();
            var claims = new List<SlotClaim>();
            foreach (var day in takers.GroupBy(taker => (taker.SiteId, taker.LocalDate)))
            {
                // What was taken before today stays as it was; from today on nobody may be the one too many.
                if (day.Count() > service.MaxPerDay && day.Key.LocalDate >= now.InUtc().Date)
                {
                    problems.Add(
                        $"{catalog.Places.GetValueOrDefault(id, $"service {service.Slug}")}.maxPerDay",
                        $"{service.Slug} has {day.Count()} bookings on {day.Key.LocalDate:R} already, so it cannot take only {service.MaxPerDay} a day");
                }

                claims.AddRange(day.OrderBy(taker => taker.OwnerId).Select((taker, i) => new SlotClaim
                {
                    ResourceId = ClaimKeys.PerDay(id, day.Key.SiteId),
                    Cell = Cells.Day(day.Key.LocalDate),
                    Unit = i + 1,
                    OwnerId = taker.OwnerId,
                    ExpiresAt = taker.ExpiresAt,
                }));
            }

            foreach (Guid key in catalog.Snapshot.Sites.Select(site => ClaimKeys.PerDay(id, site.Id)))
            {
                await db.SlotClaims.Where(claim => claim.ResourceId == key).ExecuteDeleteAsync();
            }

            if (service.MaxPerDay is not null)
            {
                await ClaimTable.InsertManyAsync(db, claims);
            }
        }
    }
}
