using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>Who completes early, or did not come, gives the cells that are still ahead back; the past stays taken.</summary>
public static class GiveRestBack
{
    public static async Task RunAsync(WriteScope scope, Guid ownerId, Instant now)
    {
        PortalContext db = scope.Db;
        List<TakenTime> times = await db.TakenTimes.Where(taken => taken.OwnerId == ownerId && taken.BlockedTo > now).ToListAsync();
        foreach (TakenTime time in times)
        {
            // Seats are one cell without a length, and a night is slept or not: neither has a rest to give.
            Resource? resource = await db.Resources.AsNoTracking().SingleOrDefaultAsync(each => each.Id == time.ResourceId);
            if (resource is null || resource.ClaimsByNight)
            {
                continue;
            }

            CellRange past = Cells.Of(time.BlockedFrom, Instant.Max(now, time.BlockedFrom), resource.GranularityMinutes);
            await db.SlotClaims
                .Where(claim => claim.OwnerId == ownerId && claim.ResourceId == resource.Id && claim.Cell >= past.End)
                .ExecuteDeleteAsync();
            Shorten(db, time, Instant.Min(time.BlockedTo, Cells.StartOf(past.End, resource.GranularityMinutes)));
        }

        await db.SaveChangesAsync();
        await Stamps.RaiseAsync(db, times.Select(time => time.ResourceId));
    }

    private static void Shorten(PortalContext db, TakenTime time, Instant until)
    {
        db.TakenTimes.Remove(time);
        if (until > time.BlockedFrom)
        {
            db.TakenTimes.Add(time.Until(until));
        }
    }
}
