using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>A slot as somebody asks for it, by the names that stand in addresses and in the API.</summary>
/// <param name="Resource">A person or thing asked for by name; null = anyone.</param>
/// <param name="Seats">The size of the party.</param>
public sealed record SlotRequest(string Site, string Service, Instant Start, string? Resource = null, int Seats = 1)
{
    /// <summary>Looks the names up; a name that is not there is refused with the field it stood in.</summary>
    public Outcome<WantedSlot> Resolve(CatalogSnapshot catalog)
    {
        if (catalog.FindSite(Site) is not { } site)
        {
            return new Refusal.NotFound($"site {Site}");
        }

        if (catalog.FindService(Service) is not { } service || !service.Sites.Contains(site.Id))
        {
            return new Refusal.NotFound($"service {Service} at {site.Name}");
        }

        if (Seats < 1)
        {
            return new Refusal.Invalid("seats", "A party has at least one person.");
        }

        Resource? resource = null;
        if (Resource is not null)
        {
            resource = catalog.FindResource(Resource);
            if (resource is null || !catalog.PrimaryResources(service, site).Contains(resource))
            {
                return new Refusal.NotFound($"{Resource} for {service.Name} at {site.Name}");
            }
        }

        if (!site.TakesBookings)
        {
            return new Refusal.NotOffered("site-closed", $"{site.Name} takes no bookings at the moment.");
        }

        return new WantedSlot(catalog, site, service, Start, resource?.Id, Seats);
    }
}

/// <summary>A slot that somebody wants, with its names looked up.</summary>
/// <param name="Resource">Asked for by name; null = anyone.</param>
public sealed record WantedSlot(CatalogSnapshot Catalog, Site Site, Service Service, Instant Start, Guid? Resource, int Seats)
{
    /// <summary>
    /// The resources, one per group, where somebody with the right to do so has decided on them and on the time: opening
    /// hours, notice and window are not asked then, and only the claims can refuse. Null for everybody else.
    /// </summary>
    public IReadOnlyList<Guid>? DecidedResources { get; init; }

    /// <summary>Why it is put over what is taken already, on purpose: it takes units above the capacity where none is left. Null for everybody else.</summary>
    public string? Overbooks { get; init; }

    internal bool IsDecided => DecidedResources is not null;
}
