using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Asks the search's own rules about a whole catalog, and says where in the file the answer belongs.</summary>
internal static class CatalogChecks
{
    public static void Run(CatalogSnapshot catalog, IReadOnlyDictionary<Guid, string> places, ScenarioProblems problems)
    {
        foreach (Site site in catalog.Sites)
        {
            foreach (string problem in CatalogRules.Problems(CatalogFacts.RulesOf(site)))
            {
                problems.Add(PlaceOf(places, site.Id, $"site {site.Slug}"), problem);
            }
        }

        var calendars = catalog.Resources.ToDictionary(resource => resource.Id, CatalogFacts.CalendarOf);
        foreach (Resource resource in catalog.Resources)
        {
            IEnumerable<SiteRules> sites = resource.Sites.Select(id => CatalogFacts.RulesOf(catalog.Site(id)));
            foreach (string problem in CatalogRules.Problems(calendars[resource.Id], sites))
            {
                problems.Add(PlaceOf(places, resource.Id, $"resource {resource.Slug}"), problem);
            }
        }

        foreach (Service service in catalog.Services.Where(service => service.Sites.Count > 0))
        {
            ServiceRules rules = CatalogFacts.RulesOf(service, catalog.Site(service.Sites[0]), catalog);
            string place = PlaceOf(places, service.Id, $"service {service.Slug}");
            if (CatalogRules.Problem(rules) is { } itself)
            {
                problems.Add(place, itself);
            }

            foreach (Guid id in CatalogSnapshot.ResourceIdsOf(service))
            {
                foreach (string problem in CatalogRules.Problems(rules, service.Name, calendars[id]))
                {
                    problems.Add(place, problem);
                }
            }
        }
    }

    /// <summary>The entry of the file, or the row of the portal that the file does not mention but changes the sense of.</summary>
    private static string PlaceOf(IReadOnlyDictionary<Guid, string> places, Guid id, string otherwise) =>
        places.TryGetValue(id, out string? place) ? place : otherwise;
}
