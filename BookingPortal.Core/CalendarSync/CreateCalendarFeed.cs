using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.CalendarSync;

/// <summary>Makes a calendar feed of a site or a resource, or ends one. The token is returned once and never kept.</summary>
public sealed class CreateCalendarFeed(ReadCatalog readCatalog, IWriteQueue writes, IClock clock)
{
    private const int TokenBytes = 32;

    /// <param name="Name">Whose it is.</param>
    /// <param name="Site">Slug; null where a resource is named.</param>
    /// <param name="Resource">Slug; null = everybody at the site.</param>
    public sealed record Request(string Name, string? Site, string? Resource);

    public sealed record Created(CalendarFeed Feed, string Token);

    public async Task<Outcome<Created>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Site? site = request.Site is { } siteSlug ? catalog.FindSite(siteSlug) : null;
        Resource? resource = request.Resource is { } resourceSlug ? catalog.FindResource(resourceSlug) : null;
        if (request.Name.Trim().Length is 0 or > 120)
        {
            return new Refusal.Invalid("name", "A name has 1 to 120 letters.");
        }

        if ((request.Site is not null && site is null) || (request.Site is null && request.Resource is null))
        {
            return new Refusal.Invalid("site", request.Site is null ? "Name a site or a resource." : $"There is no site {request.Site}.");
        }

        if (request.Resource is not null && resource is null)
        {
            return new Refusal.Invalid("resource", $"There is no resource {request.Resource}.");
        }

        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var feed = new CalendarFeed { Name = request.Name.Trim(), SiteId = site?.Id, ResourceId = resource?.Id, Hash = HashOf(token), CreatedAt = clock.GetCurrentInstant() };
        return await writes.RunAsync(scope => AddAsync(scope, feed), cancellationToken)
            ? new Created(feed, token)
            : new Refusal.Invalid("name", $"There is a feed called {feed.Name} already.");
    }

    /// <returns>False when no feed of this name is in use.</returns>
    public Task<bool> RevokeAsync(string name, CancellationToken cancellationToken = default) => writes.RunAsync(
        async scope =>
        {
            Instant now = clock.GetCurrentInstant();
            return await scope.Db.CalendarFeeds
                .Where(feed => feed.Name == name && feed.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(feed => feed.RevokedAt, now), CancellationToken.None) > 0;
        },
        cancellationToken);

    internal static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static async Task<bool> AddAsync(WriteScope scope, CalendarFeed feed)
    {
        if (await scope.Db.CalendarFeeds.AnyAsync(each => each.Name == feed.Name))
        {
            return false;
        }

        scope.Db.CalendarFeeds.Add(feed);
        await scope.Db.SaveChangesAsync();
        return true;
    }
}
