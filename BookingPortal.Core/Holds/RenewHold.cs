using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>Gives a visitor who writes slowly the whole time again, once.</summary>
public sealed class RenewHold(IWriteQueue writes, ReadCatalog readCatalog, HoldSettings settings, IClock clock)
{
    public async Task<Outcome<Hold>> RunAsync(Guid holdId, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        return await writes.RunAsync(scope => RenewAsync(scope, holdId, catalog), cancellationToken);
    }

    private async Task<Outcome<Hold>> RenewAsync(WriteScope scope, Guid holdId, CatalogSnapshot catalog)
    {
        Instant now = clock.GetCurrentInstant();
        if (await scope.Db.Holds.SingleOrDefaultAsync(each => each.Id == holdId) is not { } hold)
        {
            return new Refusal.HoldExpired();
        }

        if (hold.IsRenewed)
        {
            return new Refusal.TooLate("A time can be kept longer once. Book it now, or choose it again when it runs out.");
        }

        Instant expiresAt = now + Duration.FromMinutes(catalog.Service(hold.ServiceId).HoldMinutes ?? settings.Minutes);
        bool stands = (hold.SessionId is not { } session || await SessionSeats.TryJoinAsync(scope, session, expiresAt, now))
            && await ClaimTable.KeepAsync(scope.Db, holdId, expiresAt) == hold.ClaimCount;
        if (!stands)
        {
            scope.Undo();
            return new Refusal.HoldExpired();
        }

        await scope.Db.SlotClaims
            .Where(claim => claim.OwnerId == holdId && claim.Cell == ClaimKeys.VisitorCell)
            .ExecuteUpdateAsync(set => set.SetProperty(claim => claim.ExpiresAt, expiresAt));
        await scope.Db.TakenTimes
            .Where(taken => taken.OwnerId == holdId)
            .ExecuteUpdateAsync(set => set.SetProperty(taken => taken.ExpiresAt, expiresAt));
        hold.ExpiresAt = expiresAt;
        hold.IsRenewed = true;
        await scope.Db.SaveChangesAsync();
        await Stamps.RaiseAsync(scope.Db, hold.Resources.Append(hold.ServiceId));
        return hold;
    }
}
