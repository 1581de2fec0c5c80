using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Core.Sites;

/// <summary>Makes a key for another system. What is returned is the only time that anybody sees it.</summary>
public sealed class CreateApiKey(IWriteQueue writes, ReadCatalog readCatalog, IClock clock)
{
    private const int KeyBytes = 32;

    /// <summary>The mark of the portal's keys and seven of their 43 characters: scanners for leaked secrets and people recognise it.</summary>
    private const int PrefixLength = 10;

    private const string Mark = "bp_";

    /// <summary>The names under which customers, jobs, payments and imports stand in a booking's history.</summary>
    private static readonly string[] Reserved = ["customer", "job", "payment", Bookings.BookingEvent.ByFile];

    /// <param name="Sites">Slugs of the sites that it is for; null = all of them.</param>
    public sealed record Request(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Sites = null);

    /// <param name="Shown">What the other system sends; it is not kept.</param>
    public sealed record Created(ApiKey Key, string Shown);

    public async Task<Outcome<Created>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        string name = request.Name.Trim();
        if (name.Length is 0 or > 120)
        {
            return new Refusal.Invalid("name", "A name has 1 to 120 letters.");
        }

        if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return new Refusal.Invalid("name", $"\"{name}\" is what the history calls somebody else. Name the key after the system that uses it.");
        }

        if (request.Scopes.Count == 0 || request.Scopes.FirstOrDefault(scope => !ApiScopes.All.Contains(scope)) is not null)
        {
            string given = request.Scopes.FirstOrDefault(scope => !ApiScopes.All.Contains(scope)) is { } unknown ? $"\"{unknown}\" is none of them" : "none was given";
            return new Refusal.Invalid("scopes", $"Scopes are {string.Join(", ", ApiScopes.All)}; {given}.");
        }

        if (!(await SitesAsync(request, cancellationToken)).TryGet(out IReadOnlyList<Guid>? sites, out Refusal? refusal))
        {
            return refusal;
        }

        string shown = Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var key = new ApiKey
        {
            Name = name,
            Prefix = shown[..PrefixLength],
            Hash = SHA256.HashData(Encoding.UTF8.GetBytes(shown)),
            Scopes = [.. request.Scopes.Distinct(StringComparer.Ordinal)],
            Sites = sites,
            CreatedAt = clock.GetCurrentInstant(),
        };
        await writes.RunAsync(
            async scope =>
            {
                scope.Db.ApiKeys.Add(key);
                await scope.Db.SaveChangesAsync(CancellationToken.None);
                return true;
            },
            cancellationToken);
        return new Created(key, shown);
    }

    /// <summary>The other scopes reach over all sites, so a key that has one of them and seems to be bound would promise too much.</summary>
    private async Task<Outcome<IReadOnlyList<Guid>>> SitesAsync(Request request, CancellationToken cancellationToken)
    {
        if (request.Sites is not { Count: > 0 } slugs)
        {
            return Outcome<IReadOnlyList<Guid>>.Done([]);
        }

        if (request.Scopes.Any(scope => scope != ApiScopes.Agent))
        {
            return new Refusal.Invalid("site", $"Only keys of the scope {ApiScopes.Agent} alone are bound to sites.");
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        return slugs.FirstOrDefault(slug => catalog.FindSite(slug) is null) is { } unknown
            ? new Refusal.Invalid("site", $"There is no site \"{unknown}\"; there are {string.Join(", ", catalog.Sites.Select(site => site.Slug))}.")
            : Outcome<IReadOnlyList<Guid>>.Done([.. slugs.Select(slug => catalog.FindSite(slug)!.Id).Distinct()]);
    }
}
