using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Core.Sites;

/// <summary>Limits linked sites that were not heard from within their limit.</summary>
public sealed partial class WatchSites(ReadCatalog readCatalog, IWriteQueue writes, IClock clock, ILogger<WatchSites> log)
{
    /// <returns>How many became limited.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Guid[] linked = [.. catalog.Sites.Where(site => site.Kind == SiteKind.Linked).Select(site => site.Id)];
        return linked.Length == 0 ? 0 : await writes.RunAsync(scope => WatchAsync(scope, linked), cancellationToken);
    }

    private async Task<int> WatchAsync(WriteScope scope, Guid[] linked)
    {
        Instant now = clock.GetCurrentInstant();
        List<Site> sites = await scope.Db.Sites.Where(site => linked.Contains(site.Id)).ToListAsync();
        Dictionary<Guid, SiteLink> links = await scope.Db.SiteLinks.ToDictionaryAsync(link => link.SiteId);
        int limited = 0;
        foreach (Site site in sites)
        {
            if (!links.TryGetValue(site.Id, out SiteLink? link))
            {
                scope.Db.SiteLinks.Add(new SiteLink { SiteId = site.Id, LastHeardAt = now });
                continue;
            }

            if (site.Status == SiteStatus.Open && now - link.LastHeardAt > Duration.FromMinutes(site.SilenceMinutes))
            {
                (site.Status, link.IsLimited) = (SiteStatus.Limited, true);
                limited++;
                LogSilent(log, site.Name, link.LastHeardAt);
            }
        }

        if (limited > 0)
        {
            await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
        }

        await scope.Db.SaveChangesAsync();
        return limited;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Site} was not heard from since {LastHeardAt}; it is limited until it is.")]
    private static partial void LogSilent(ILogger logger, string site, Instant lastHeardAt);
}
