using BookingPortal.Core.Availability;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Catalog;

/// <summary>Gives the catalog as of now: kept in memory, and checked against its version stamp at every call.</summary>
public sealed class ReadCatalog(IDbContextFactory<PortalContext> contexts)
{
    private volatile CatalogSnapshot? _latest;

    /// <summary>What was read last, which may be older than now; null before the first read.</summary>
    public CatalogSnapshot? Latest => _latest;

    public async Task<CatalogSnapshot> RunAsync(CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<long> version = await HotStatements.StampOf.ReadAsync(db, [VersionStamp.Catalog], static row => row.LongNumber(0), cancellationToken);
        return await AtLeastAsync(db, version.SingleOrDefault(), cancellationToken);
    }

    /// <summary>The catalog of this stamp or a later one, for callers who have just read the stamp with something else.</summary>
    public async Task<CatalogSnapshot> AtLeastAsync(PortalContext db, long version, CancellationToken cancellationToken = default)
    {
        if (_latest is { } known && known.Version == version)
        {
            return known;
        }

        // The stamp is read before the rows: if the catalog changes in between, the next call sees a newer stamp.
        var read = new CatalogSnapshot(
            version,
            await db.Sites.AsNoTracking().ToListAsync(cancellationToken),
            await db.Resources.AsNoTracking().ToListAsync(cancellationToken),
            await db.Services.AsNoTracking().ToListAsync(cancellationToken));
        _latest = read;
        return read;
    }
}
