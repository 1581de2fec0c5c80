using System.Collections.Frozen;

namespace BookingPortal.Core.Catalog;

/// <summary>Everything the business has set up, as it stood at one version: small, read often, never changed in place.</summary>
public sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<string, Site> _sitesBySlug;
    private readonly FrozenDictionary<Guid, Site> _sitesById;
    private readonly FrozenDictionary<string, Resource> _resourcesBySlug;
    private readonly FrozenDictionary<Guid, Resource> _resourcesById;
    private readonly FrozenDictionary<string, Service> _servicesBySlug;
    private readonly FrozenDictionary<Guid, Service> _servicesById;

    public CatalogSnapshot(long version, IEnumerable<Site> sites, IEnumerable<Resource> resources, IEnumerable<Service> services)
    {
        Version = version;
        Sites = [.. sites.OrderBy(site => site.Position).ThenBy(site => site.Name, StringComparer.Ordinal)];
        Resources = [.. resources.OrderBy(resource => resource.Position).ThenBy(resource => resource.Name, StringComparer.Ordinal)];
        Services = [.. services.OrderBy(service => service.Position).ThenBy(service => service.Name, StringComparer.Ordinal)];
        _sitesBySlug = Sites.ToFrozenDictionary(site => site.Slug, StringComparer.Ordinal);
        _sitesById = Sites.ToFrozenDictionary(site => site.Id);
        _resourcesBySlug = Resources.ToFrozenDictionary(resource => resource.Slug, StringComparer.Ordinal);
        _resourcesById = Resources.ToFrozenDictionary(resource => resource.Id);
        _servicesBySlug = Services.ToFrozenDictionary(service => service.Slug, StringComparer.Ordinal);
        _servicesById = Services.ToFrozenDictionary(service => service.Id);
    }

    /// <summary>The catalog's version stamp when this was read.</summary>
    public long Version { get; }

    public IReadOnlyList<Site> Sites { get; }

    public IReadOnlyList<Resource> Resources { get; }

    public IReadOnlyList<Service> Services { get; }

    public Site? FindSite(string slug) => _sitesBySlug.GetValueOrDefault(slug);

    public Resource? FindResource(string slug) => _resourcesBySlug.GetValueOrDefault(slug);

    public Service? FindService(string slug) => _servicesBySlug.GetValueOrDefault(slug);

    /// <exception cref="KeyNotFoundException">No such site: a row points at nothing, which <c>check</c> reports.</exception>
    public Site Site(Guid id) => _sitesById[id];

    /// <exception cref="KeyNotFoundException">No such resource: a row points at nothing, which <c>check</c> reports.</exception>
    public Resource Resource(Guid id) => _resourcesById[id];

    /// <exception cref="KeyNotFoundException">No such service: a row points at nothing, which <c>check</c> reports.</exception>
    public Service Service(Guid id) => _servicesById[id];

    public IEnumerable<Service> ServicesAt(Site site) => Services.Where(service => service.Sites.Contains(site.Id));

    public IEnumerable<Resource> ResourcesAt(Site site) => Resources.Where(resource => resource.Sites.Contains(site.Id));

    /// <summary>The resources a customer can name for a service at a site: those of its first group that serve the site.</summary>
    public IEnumerable<Resource> PrimaryResources(Service service, Site site) =>
        service.Requires.Count == 0
            ? []
            : service.Requires[0].AnyOf.Select(Resource).Where(resource => resource.Sites.Contains(site.Id));

    /// <summary>Every resource that a booking of this service could take.</summary>
    public static IReadOnlyList<Guid> ResourceIdsOf(Service service) =>
        [.. service.Requires.SelectMany(group => group.AnyOf).Distinct()];
}
