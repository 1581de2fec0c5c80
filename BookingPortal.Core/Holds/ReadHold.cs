using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Holds;

/// <summary>One hold with its names, for the page on which its visitor writes their details.</summary>
public sealed class ReadHold(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog)
{
    /// <summary>A hold ready to be shown. It may have expired; booking it may succeed all the same.</summary>
    public sealed record Found(Hold Hold, Site Site, Service Service, IReadOnlyList<Resource> Resources);

    /// <summary>Null when it was booked, given back or tidied away.</summary>
    public async Task<Found?> RunAsync(Guid holdId, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Hold? hold = await db.Holds.AsNoTracking().SingleOrDefaultAsync(each => each.Id == holdId, cancellationToken);
        return hold is null
            ? null
            : new Found(hold, catalog.Site(hold.SiteId), catalog.Service(hold.ServiceId), [.. hold.Resources.Select(catalog.Resource)]);
    }
}
