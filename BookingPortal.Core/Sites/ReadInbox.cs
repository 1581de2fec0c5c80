using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Sites;

/// <summary>What waits for a person because a site's own book and the portal's do not agree, and which sites are silent.</summary>
public sealed class ReadInbox(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog)
{
    private const int MostAtOnce = 200;

    public sealed record Found(IReadOnlyList<SiteEntry> Conflicts, IReadOnlyList<SiteLink> Silent, CatalogSnapshot Catalog);

    public async Task<Found> RunAsync(StaffAccess access, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Guid[] sites = [.. catalog.Sites.Where(site => access.SeesSite(site.Id)).Select(site => site.Id)];
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return new Found(
            await db.SiteEntries.AsNoTracking()
                .Where(entry => entry.Outcome == SiteEntryOutcome.Conflict && sites.Contains(entry.SiteId))
                .OrderBy(entry => entry.ToldAt)
                .Take(MostAtOnce)
                .ToListAsync(cancellationToken),
            await db.SiteLinks.AsNoTracking().Where(link => link.IsLimited && sites.Contains(link.SiteId)).ToListAsync(cancellationToken),
            catalog);
    }
}
