using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>One start of one service at one site, worked out: when it ends, what it blocks, and on which local date it counts.</summary>
public sealed record SlotTimes(Instant Start, Instant End, Instant BlockedFrom, Instant BlockedTo, LocalDateTime LocalStart)
{
    public LocalDate LocalDate => LocalStart.Date;

    public static SlotTimes Of(Service service, Site site, Instant start)
    {
        DateTimeZone zone = CatalogFacts.ZoneOf(site);
        LocalDateTime local = start.InZone(zone).LocalDateTime;
        Instant end = service.Kind == ServiceKind.Stay
            ? SiteTime.ToInstant(local.Date.PlusDays(service.Nights) + service.CheckOut, zone)
            : start + Duration.FromMinutes(service.DurationMinutes);
        return new SlotTimes(
            start,
            end,
            start - Duration.FromMinutes(service.BufferBeforeMinutes),
            end + Duration.FromMinutes(service.BufferAfterMinutes),
            local);
    }
}
