using BookingPortal.Core.Availability;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>
/// Exchanges the time of one owner for another in one write. Only the difference is written: cells that both times share
/// keep their row and unit, so a booking may move into its own old time and nobody can slip in between.
/// </summary>
public static class SwapSlot
{
    public static async Task<bool> TryAsync(WriteScope scope, Guid ownerId, SlotPlan plan, Instant? expiresAt, Instant now)
    {
        List<SlotClaim> rows = await scope.Db.SlotClaims.AsNoTracking()
            .Where(claim => claim.OwnerId == ownerId && claim.Cell >= 0)
            .ToListAsync();
        List<TakenTime> times = await scope.Db.TakenTimes.Where(taken => taken.OwnerId == ownerId).ToListAsync();
        HashSet<ClaimedCell> before = [.. rows.Select(row => new ClaimedCell(row.ResourceId, row.Cell, row.Unit))];
        HashSet<ClaimedCell> after = [.. plan.Cells];

        await ClaimTable.ReleaseCellsAsync(scope.Db, ownerId, before.Except(after));
        if (rows.Any(row => row.ExpiresAt != expiresAt))
        {
            await ClaimTable.KeepAsync(scope.Db, ownerId, expiresAt);
        }

        scope.Db.TakenTimes.RemoveRange(times);
        await scope.Db.SaveChangesAsync();
        var difference = plan with { Cells = [.. after.Except(before)] };
        if (!await WriteSlotPlan.TryAsync(scope, ownerId, difference, expiresAt, now))
        {
            return false;
        }

        await scope.Db.SaveChangesAsync();
        await LeaveAsync(scope.Db, times.Select(time => time.ResourceId).Distinct(), plan.SessionId, now);
        return true;
    }

    /// <summary>What was left behind is news for whoever searches there, and a session may have lost its last customer.</summary>
    private static async Task LeaveAsync(PortalContext db, IEnumerable<Guid> things, Guid? newSessionId, Instant now)
    {
        var stamps = new List<Guid>();
        foreach (Guid thing in things)
        {
            Session? session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(each => each.Id == thing);
            stamps.AddRange(session is null ? [thing] : session.Resources.Append(session.ServiceId));
            if (session is not null && thing != newSessionId)
            {
                await SessionSeats.LeaveAsync(db, thing, now);
            }
        }

        await Stamps.RaiseAsync(db, stamps);
    }
}
