using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using NodaTime;

namespace BookingPortal.Api.Front;

/// <summary>Reads a wanted slot out of a body.</summary>
internal static class SlotFields
{
    public const int LongestSlug = 60;

    /// <summary>A larger party than any hall: what is above was not meant.</summary>
    private const int MostSeats = 10_000;

    /// <summary>What was asked for; what is wrong with it is added to the errors.</summary>
    /// <param name="prefix">Where in the body it stands, such as <c>legs[1].</c>.</param>
    public static async Task<SlotRequest> ReadAsync(
        FieldErrors errors, ISlotRequest given, ReadCatalog readCatalog, CancellationToken cancellationToken, string prefix = "")
    {
        string site = errors.Required(prefix + "site", given.Site, LongestSlug);
        string service = errors.Required(prefix + "service", given.Service, LongestSlug);
        string? resource = errors.Optional(prefix + "resource", given.Resource, LongestSlug);
        if (given.Seats is < 1 or > MostSeats)
        {
            errors.Add(prefix + "seats", $"A party has 1 to {MostSeats} people.");
        }

        Instant? start = await QueryText.InstantAsync(errors, prefix + "start", given.Start, async () =>
            (await readCatalog.RunAsync(cancellationToken)).FindSite(site) is { } known ? CatalogFacts.ZoneOf(known) : null);
        return new SlotRequest(site, service, start ?? default, resource, given.Seats ?? 1);
    }

    /// <summary>Which field named what is not there.</summary>
    public static string MissingField(SlotRequest asked, CatalogSnapshot catalog)
    {
        if (catalog.FindSite(asked.Site) is not { } site)
        {
            return "site";
        }

        return catalog.FindService(asked.Service) is { } service && service.Sites.Contains(site.Id) ? "resource" : "service";
    }

    /// <summary>The zone that alternatives are told in.</summary>
    public static DateTimeZone ZoneOf(SlotRequest asked, CatalogSnapshot catalog) =>
        catalog.FindSite(asked.Site) is { } site ? CatalogFacts.ZoneOf(site) : DateTimeZone.Utc;
}
