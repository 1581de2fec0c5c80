using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Reporting;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>How long holds last and how many one visitor may keep.</summary>
/// <param name="Minutes">Unless the service says otherwise.</param>
/// <param name="PerVisitor">Open holds of one visitor; 0 = no limit.</param>
public sealed record HoldSettings(int Minutes = 15, int PerVisitor = 3);

/// <summary>Keeps a slot for a visitor while they write their name.</summary>
public sealed class PlaceHold(
    ReadCatalog readCatalog, TakeSlot takeSlot, HoldSettings settings, IClock clock)
{
    /// <param name="Visitor">Who asks, as far as is known (a cookie, else an address); null = no limit, as for staff.</param>
    /// <param name="AtCommit">What else belongs to the same commit, such as the answer kept under an idempotency key.</param>
    public sealed record Request(SlotRequest Slot, string? Visitor = null, Func<WriteScope, Hold, Task>? AtCommit = null);

    public async Task<Outcome<Hold>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        if (!request.Slot.Resolve(catalog).TryGet(out WantedSlot? slot, out Refusal? refusal))
        {
            return refusal;
        }

        Instant now = clock.GetCurrentInstant();
        Instant expiresAt = now + Duration.FromMinutes(slot.Service.HoldMinutes ?? settings.Minutes);
        var holdId = Guid.CreateVersion7();
        return await takeSlot.RunAsync<Hold>(
            new TakeSlot.Request(slot, holdId, expiresAt),
            async (scope, plan) =>
            {
                if (request.Visitor is { } visitor && settings.PerVisitor > 0)
                {
                    switch (await TakeVisitorsPlaceAsync(scope, visitor, holdId, expiresAt, now))
                    {
                        case Place.AllTaken:
                            return Outcome<Hold>.Refused(new Refusal.TooManyHolds(settings.PerVisitor));
                        case Place.JustTaken:
                            return null;
                    }
                }

                Hold hold = Describe(plan, slot, holdId, expiresAt, now);
                await BulkInsert.RowAsync(scope.Db, hold);
                if (request.AtCommit is not null)
                {
                    await request.AtCommit(scope, hold);
                }

                await scope.Db.SaveChangesAsync();
                scope.AfterCommit(PortalMeter.HoldPlaced);
                return Outcome<Hold>.Done(hold);
            },
            cancellationToken);
    }

    private static Hold Describe(SlotPlan plan, WantedSlot slot, Guid holdId, Instant expiresAt, Instant now) => new()
    {
        Id = holdId,
        SiteId = slot.Site.Id,
        ServiceId = slot.Service.Id,
        SessionId = plan.SessionId,
        StartsAt = plan.Times.Start,
        EndsAt = plan.Times.End,
        Seats = slot.Seats,
        Resources = plan.Resources,
        WantedResource = slot.Resource,
        ExpiresAt = expiresAt,
        ClaimCount = plan.Cells.Count,
        CreatedAt = now,
    };

    /// <summary>A place among the visitor's open holds is a claim as well: counting first would let two tabs pass at once.</summary>
    private async Task<Place> TakeVisitorsPlaceAsync(WriteScope scope, string visitor, Guid holdId, Instant expiresAt, Instant now)
    {
        var wish = new ClaimWish(
            ClaimKeys.PerVisitor(visitor), new CellRange(ClaimKeys.VisitorCell, ClaimKeys.VisitorCell + 1), 1, settings.PerVisitor);
        List<ClaimedCell>? cells = await ChooseUnits.RunAsync(scope.Db, [wish], now, mustRead: true, null, CancellationToken.None);
        if (cells is null)
        {
            return Place.AllTaken;
        }

        return await ClaimTable.TryInsertAsync(scope, holdId, cells, expiresAt, now) ? Place.Taken : Place.JustTaken;
    }

    private enum Place
    {
        Taken,
        AllTaken,

        /// <summary>Another tab of the same visitor took this place a moment ago; there may be another one.</summary>
        JustTaken,
    }
}
