using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>All that one hold, booking or session takes: the claims it needs and the intervals that search will read.</summary>
/// <param name="Wishes">Cells of each resource, of a session's seats, and of limits.</param>
/// <param name="Times">The same without limits, as intervals.</param>
public sealed record Taking(IReadOnlyList<ClaimWish> Wishes, IReadOnlyList<TakenTime> Times)
{
    /// <summary>The resources of an appointment or a stay, or of a session that begins.</summary>
    /// <param name="units">Units of the primary resource; the other groups give one each.</param>
    /// <param name="isSession">The owner is a session, and limits are its customers' business.</param>
    public static Taking OfResources(
        CatalogSnapshot catalog, Site site, Service service, SlotTimes times, Guid ownerId,
        IReadOnlyList<Guid> resources, int units, bool isSession)
    {
        var wishes = new List<ClaimWish>();
        var taken = new List<TakenTime>();

        // The same resource may stand in two groups, when it has units enough; then its units add up.
        foreach (IGrouping<Guid, int> need in resources.Select((id, group) => (id, Units: group == 0 ? units : 1)).GroupBy(pair => pair.id, pair => pair.Units))
        {
            Resource resource = catalog.Resource(need.Key);
            wishes.Add(new ClaimWish(resource.Id, CellsOf(resource, service, times), need.Sum(), resource.Capacity));
            taken.Add(TakenOf(resource, site, service, times, ownerId, need.Sum(), isSession));
        }

        if (!isSession)
        {
            wishes.AddRange(LimitsOf(site, service, times));
        }

        return new Taking(wishes, taken);
    }

    /// <summary>Seats of a session that stands already; its resources are the session's own affair.</summary>
    public static Taking OfSeats(Site site, Service service, SlotTimes times, Guid ownerId, Session session, int seats) => new(
        [
            new ClaimWish(session.Id, new CellRange(ClaimKeys.SeatsCell, ClaimKeys.SeatsCell + 1), seats, session.Seats),
            .. LimitsOf(site, service, times),
        ],
        [
            new TakenTime
            {
                OwnerId = ownerId,
                ServiceId = service.Id,
                SiteId = site.Id,
                ResourceId = session.Id,
                StartsAt = times.Start,
                EndsAt = times.End,
                BlockedFrom = times.Start,
                BlockedTo = times.End,
                Units = seats,
                LocalDate = times.LocalDate,
            },
        ]);

    private static IEnumerable<ClaimWish> LimitsOf(Site site, Service service, SlotTimes times)
    {
        if (service.MaxPerDay is { } most)
        {
            long day = Cells.Day(times.LocalDate);
            yield return new ClaimWish(ClaimKeys.PerDay(service.Id, site.Id), new CellRange(day, day + 1), 1, most);
        }
    }

    /// <summary>The cells of one resource that a slot blocks.</summary>
    internal static CellRange CellsOf(Resource resource, Service service, SlotTimes times) =>
        resource.ClaimsByNight
            ? Cells.OfNights(times.LocalDate, service.Nights)
            : Cells.Of(times.BlockedFrom, times.BlockedTo, resource.GranularityMinutes);

    private static TakenTime TakenOf(
        Resource resource, Site site, Service service, SlotTimes times, Guid ownerId, int units, bool isSession)
    {
        (Instant from, Instant to) = (times.BlockedFrom, times.BlockedTo);
        if (resource.ClaimsByNight)
        {
            // Whole local days, which is what a night's cell means; buffers do not apply between nights.
            DateTimeZone zone = CatalogFacts.ZoneOf(site);
            (from, to) = (SiteTime.StartOfDay(times.LocalDate, zone), SiteTime.StartOfDay(times.LocalDate.PlusDays(service.Nights), zone));
        }

        return new TakenTime
        {
            OwnerId = ownerId,
            ServiceId = service.Id,
            SiteId = site.Id,
            ResourceId = resource.Id,
            StartsAt = times.Start,
            EndsAt = times.End,
            BlockedFrom = from,
            BlockedTo = to,
            Units = units,
            LocalDate = times.LocalDate,
            IsSession = isSession,
        };
    }
}
