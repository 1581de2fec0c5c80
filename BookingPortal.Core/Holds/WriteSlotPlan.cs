using BookingPortal.Core.Availability;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>Writes a plan inside a transaction: session, claims, intervals, stamps, turns. A collision undoes the write.</summary>
public static class WriteSlotPlan
{
    /// <summary>False when somebody else has a part of it; then nothing of the write remains.</summary>
    /// <param name="expiresAt">The hold's expiry; null for a booking.</param>
    public static async Task<bool> TryAsync(WriteScope scope, Guid ownerId, SlotPlan plan, Instant? expiresAt, Instant now)
    {
        if (!await TryEnterSessionAsync(scope, plan, expiresAt, now)
            || !await ClaimTable.TryInsertAsync(scope, ownerId, plan.Cells, expiresAt, now))
        {
            return false;
        }

        await AddTimesAsync(scope.Db, plan.Taking, expiresAt);
        await Stamps.RaiseAsync(scope.Db, plan.Stamps);
        await TakeTurnAsync(scope.Db, plan);
        return true;
    }

    private static async Task<bool> TryEnterSessionAsync(WriteScope scope, SlotPlan plan, Instant? expiresAt, Instant now)
    {
        if (plan.Begins is not { } begins)
        {
            return plan.SessionId is not { } joined || await SessionSeats.TryJoinAsync(scope, joined, expiresAt, now);
        }

        Session session = begins.Session;
        Session? before = await scope.Db.Sessions.SingleOrDefaultAsync(
            each => each.ServiceId == session.ServiceId && each.SiteId == session.SiteId && each.StartsAt == session.StartsAt);
        if (before is not null)
        {
            if (before.ExpiresAt is null || before.ExpiresAt > now)
            {
                scope.Undo(); // somebody began it first: the next try joins it
                return false;
            }

            await SessionSeats.EndAsync(scope.Db, before);
            await scope.Db.SaveChangesAsync();
        }

        session.ExpiresAt = expiresAt;
        scope.Db.Sessions.Add(session);
        await AddTimesAsync(scope.Db, begins.Taking, expiresAt);
        return await ClaimTable.TryInsertAsync(scope, session.Id, begins.Cells, expiresAt, now);
    }

    private static async Task AddTimesAsync(PortalContext db, Taking taking, Instant? expiresAt)
    {
        foreach (TakenTime time in taking.Times)
        {
            time.ExpiresAt = expiresAt;
            await BulkInsert.RowAsync(db, time);
        }
    }

    private static async Task TakeTurnAsync(PortalContext db, SlotPlan plan)
    {
        for (int group = 0; group < plan.Service.Requires.Count; group++)
        {
            if (plan.Service.Requires[group].Choose != ChoosingStrategy.Rotate)
            {
                continue;
            }

            RotationTurn? turn = await db.RotationTurns.FindAsync(plan.Service.Id, group);
            if (turn is null)
            {
                db.RotationTurns.Add(new RotationTurn { ServiceId = plan.Service.Id, Group = group, LastChosen = plan.Resources[group] });
            }
            else
            {
                turn.LastChosen = plan.Resources[group];
            }
        }
    }
}
