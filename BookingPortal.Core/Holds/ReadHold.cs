using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Holds;

/// <summary>One hold with its names, for the page on which its visitor writes their details.</summary>
public sealed class ReadHold(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog)
{
    /// <summary>A hold ready to be shown. It may have expired; booking it may succeed all the same.</summary>
    public sealed record Found(Hold Hold, Site Site, Service Service, IReadOnlyList<Resource> Resources);

    /// <summary>The hold alone, inside a write that is to book it.</summary>
    internal static async Task<Hold?> FindAsync(PortalContext db, Guid holdId, CancellationToken cancellationToken = default)
    {
        List<Hold> found = await HotStatements.HoldOf.ReadAsync(
            db,
            [holdId],
            row => new Hold
            {
                Id = holdId,
                SiteId = row.Id(0),
                ServiceId = row.Id(1),
                SessionId = row.IdOrNull(2),
                StartsAt = row.Instant(3),
                EndsAt = row.Instant(4),
                Seats = row.Number(5),
                Resources = JsonForm.Read<IReadOnlyList<Guid>>(row.Text(6)),
                WantedResource = row.IdOrNull(7),
                ExpiresAt = row.Instant(8),
                IsRenewed = row.Flag(9),
                ClaimCount = row.Number(10),
                CreatedAt = row.Instant(11),
            },
            cancellationToken);
        return found.SingleOrDefault();
    }

    /// <summary>Null when it was booked, given back or tidied away.</summary>
    public async Task<Found?> RunAsync(Guid holdId, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Hold? hold = await FindAsync(db, holdId, cancellationToken);
        return hold is null
            ? null
            : new Found(hold, catalog.Site(hold.SiteId), catalog.Service(hold.ServiceId), [.. hold.Resources.Select(catalog.Resource)]);
    }
}
