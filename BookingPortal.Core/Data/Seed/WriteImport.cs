using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Holds;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Writes what an import has planned, inside its one transaction.</summary>
internal static class WriteImport
{
    /// <returns>How many rows that were there are others now.</returns>
    public static async Task<int> CatalogAsync(PortalContext db, CatalogPlan catalog)
    {
        db.BusyTimes.RemoveRange(catalog.BusyGone);
        db.AddRange(catalog.NewRows);
        int changed = db.ChangeTracker.Entries().Count(entry => entry.State == EntityState.Modified);
        if (db.ChangeTracker.HasChanges())
        {
            await db.SaveChangesAsync();
            await Stamps.RaiseAsync(db, catalog.BusyChanged.Append(VersionStamp.Catalog));
        }

        return changed;
    }

    public static async Task TimeAsync(WriteScope scope, ImportPlan plan, ExistingTime existing, IEventNumbering numbering, Instant now)
    {
        PortalContext db = scope.Db;
        await SessionsAsync(scope, plan, now);
        foreach (ClaimedCell cell in existing.Expired.Intersect(plan.Claims.Select(claim => new ClaimedCell(claim.ResourceId, claim.Cell, claim.Unit))))
        {
            await db.SlotClaims
                .Where(claim => claim.ResourceId == cell.ResourceId && claim.Cell == cell.Cell && claim.Unit == cell.Unit && claim.ExpiresAt <= now)
                .ExecuteDeleteAsync();
        }

        await BulkInsert.RunAsync(db, plan.Bookings);
        await BulkInsert.RunAsync(db, [.. plan.Bookings.SelectMany(booking => booking.Resources)]);
        await BulkInsert.RunAsync(db, plan.Times);
        await ClaimTable.InsertManyAsync(db, plan.Claims);
        await BulkInsert.RunAsync(db, plan.Events);
        if (plan.Events.Count > 0)
        {
            await numbering.NumberAsync(scope, plan.Events);
            await TurnsAsync(db, existing);
        }

        if (plan.Stamps.Count > 0)
        {
            await Stamps.RaiseAsync(db, plan.Stamps);
        }
    }

    private static async Task SessionsAsync(WriteScope scope, ImportPlan plan, Instant now)
    {
        foreach (Session over in plan.EndedSessions)
        {
            await SessionSeats.EndAsync(scope.Db, over);
        }

        foreach (Guid joined in plan.JoinedSessions.Union(plan.NowScheduled))
        {
            if (!await SessionSeats.TryJoinAsync(scope, joined, expiresAt: null, now))
            {
                throw new InvalidOperationException($"The session {joined} was there a moment ago, in the same transaction.");
            }
        }

        foreach (Guid scheduled in plan.NowScheduled)
        {
            Session session = await scope.Db.Sessions.SingleAsync(each => each.Id == scheduled);
            scope.Db.Entry(session).Property(each => each.IsScheduled).CurrentValue = true;
        }

        scope.Db.Sessions.AddRange(plan.NewSessions);
        await scope.Db.SaveChangesAsync();
    }

    private static async Task TurnsAsync(PortalContext db, ExistingTime existing)
    {
        foreach (((Guid service, int group), Guid chosen) in existing.Turns)
        {
            if (await db.RotationTurns.FindAsync(service, group) is { } turn)
            {
                turn.LastChosen = chosen;
            }
            else
            {
                db.RotationTurns.Add(new RotationTurn { ServiceId = service, Group = group, LastChosen = chosen });
            }
        }

        await db.SaveChangesAsync();
    }
}
