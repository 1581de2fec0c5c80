using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Bookings;

/// <summary>What waits for somebody's agreement, the most urgent first.</summary>
public sealed class ReadApprovals(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog)
{
    private const int MostAtOnce = 200;

    /// <param name="Request">Whose turn it is; null for a request that an import brought along.</param>
    /// <param name="IsTheirs">Whoever asks may decide it.</param>
    public sealed record Item(Booking Booking, ApprovalRequest? Request, int Turns, bool IsTheirs);

    public sealed record Found(IReadOnlyList<Item> Items, CatalogSnapshot Catalog);

    public async Task<Found> RunAsync(StaffAccess access, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Booking> waiting = await db.Bookings.AsNoTracking()
            .Where(booking => booking.Status == BookingStatus.PendingApproval)
            .OrderBy(booking => booking.StartsAt)
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken);
        Guid[] ids = [.. waiting.Select(booking => booking.Id)];
        ILookup<Guid, ApprovalRequest> turns = (await db.ApprovalRequests.AsNoTracking()
            .Where(request => ids.Contains(request.BookingId))
            .ToListAsync(cancellationToken)).ToLookup(request => request.BookingId);
        return new Found(
            [.. waiting.Where(access.Sees)
                .Select(booking => Describe(booking, Approvals.LastRound([.. turns[booking.Id]]), catalog, access))
                .OrderBy(item => !item.IsTheirs)
                .ThenBy(item => item.Request?.DueAt ?? item.Booking.StartsAt)],
            catalog);
    }

    private static Item Describe(Booking booking, List<ApprovalRequest> turns, CatalogSnapshot catalog, StaffAccess access)
    {
        ApprovalRequest? open = turns.Find(turn => turn.State == ApprovalState.Open);
        bool hasAgreed = turns.Exists(turn => turn.State == ApprovalState.Agreed && turn.DecidedBy == access.Email);
        return new Item(
            booking,
            open,
            Approvals.ApproversOf(catalog.Service(booking.ServiceId)).Count,
            access.May(BookingVerb.Approve) && !hasAgreed && (open is null || open.IsFor(access)));
    }
}
