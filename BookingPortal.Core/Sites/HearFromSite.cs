using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Sites;

/// <summary>A site that keeps a book of its own says that it is there; one that was limited for its silence is open again.</summary>
public sealed class HearFromSite(ReadCatalog readCatalog, IWriteQueue writes, IClock clock)
{
    /// <param name="Software">What it runs on, as it says itself.</param>
    /// <param name="AtCommit">What else belongs to the same commit.</param>
    public sealed record Request(string Site, string? Software = null, Func<WriteScope, Heard, Task>? AtCommit = null);

    /// <param name="NextWithin">The site is limited when it stays silent for longer.</param>
    public sealed record Heard(Site Site, Instant At, Duration NextWithin);

    public async Task<Outcome<Heard>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        if (catalog.FindSite(request.Site) is not { } site)
        {
            return new Refusal.NotFound($"site {request.Site}");
        }

        if (site.Kind != SiteKind.Linked)
        {
            return new Refusal.Invalid("site", $"{site.Name} is no linked site: the portal is its only book.");
        }

        Instant now = clock.GetCurrentInstant();
        var heard = new Heard(site, now, Duration.FromMinutes(site.SilenceMinutes));
        await writes.RunAsync(
            async scope =>
            {
                bool opens = await HearAsync(scope, site.Id, request.Software, now);
                await (request.AtCommit?.Invoke(scope, heard) ?? Task.CompletedTask);
                return opens;
            },
            cancellationToken);
        return heard;
    }

    private static async Task<bool> HearAsync(WriteScope scope, Guid siteId, string? software, Instant now)
    {
        SiteLink? link = await scope.Db.SiteLinks.SingleOrDefaultAsync(each => each.SiteId == siteId);
        if (link is null)
        {
            link = new SiteLink { SiteId = siteId, LastHeardAt = now };
            scope.Db.SiteLinks.Add(link);
        }

        bool opens = link.IsLimited;
        (link.LastHeardAt, link.Software, link.IsLimited) = (now, software ?? link.Software, false);
        Site site = await scope.Db.Sites.SingleAsync(each => each.Id == siteId);
        if (opens && site.Status == SiteStatus.Limited)
        {
            site.Status = SiteStatus.Open;
            await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
        }

        await scope.Db.SaveChangesAsync();
        return opens;
    }
}
