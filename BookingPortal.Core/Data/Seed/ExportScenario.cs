using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Holds;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Describes the portal as a scenario that makes the same of an empty one. Holds are nobody's yet and stay behind.</summary>
public sealed class ExportScenario(IDbContextFactory<PortalContext> contexts)
{
    public async Task<Scenario> RunAsync(CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await using ReadSnapshot snapshot = await ReadSnapshot.BeginAsync(db, cancellationToken);
        var catalog = new CatalogSnapshot(
            0,
            await db.Sites.AsNoTracking().ToListAsync(cancellationToken),
            await db.Resources.AsNoTracking().ToListAsync(cancellationToken),
            await db.Services.AsNoTracking().ToListAsync(cancellationToken));
        ILookup<Guid, OutsideBusyTime> busy = (await db.BusyTimes.AsNoTracking()
            .Where(time => time.Source == ExistingCatalog.BusySource)
            .ToListAsync(cancellationToken)).ToLookup(time => time.ResourceId);
        List<Session> sessions = await db.Sessions.AsNoTracking().Where(session => session.IsScheduled).ToListAsync(cancellationToken);
        return new Scenario
        {
            Sites = [.. catalog.Sites.Select(DescribeCatalog.Site)],
            Resources = [.. catalog.Resources.Select(resource => DescribeCatalog.Resource(resource, catalog, busy[resource.Id]))],
            Services = [.. catalog.Services.Select(service => DescribeCatalog.Offer(service, catalog))],
            Sessions = [.. sessions
                .Select(session => Describe(session, catalog))
                .OrderBy(session => session.Start.Instant).ThenBy(session => session.Service, StringComparer.Ordinal)],
            Bookings = await BookingsAsync(db, catalog, cancellationToken),
        };
    }

    private static ScenarioSession Describe(Session session, CatalogSnapshot catalog) =>
        new(catalog.Service(session.ServiceId).Slug, catalog.Site(session.SiteId).Slug, new ScenarioStart(null, session.StartsAt))
        {
            Resources = [.. session.Resources.Select(id => catalog.Resource(id).Slug)],
            Seats = session.Seats == catalog.Service(session.ServiceId).Seats ? null : session.Seats,
        };

    private static async Task<List<ScenarioBooking>> BookingsAsync(PortalContext db, CatalogSnapshot catalog, CancellationToken cancellationToken)
    {
        List<Booking> bookings = await db.Bookings.AsNoTracking()
            .OrderBy(booking => booking.StartsAt).ThenBy(booking => booking.Reference)
            .ToListAsync(cancellationToken);
        ILookup<Guid, TakenTime> times = (await db.TakenTimes.AsNoTracking()
            .Where(taken => !taken.IsSession && taken.ExpiresAt == null)
            .ToListAsync(cancellationToken)).ToLookup(taken => taken.OwnerId);
        HashSet<Guid> overbooked = [.. await db.BookingEvents
            .Where(happened => happened.Data.Contains("\"overbooked\""))
            .Select(happened => happened.BookingId)
            .ToListAsync(cancellationToken)];
        HashSet<Guid> undated = [.. await db.BookingEvents
            .Where(happened => happened.By == BookingEvent.ByFile && happened.Data.Contains("\"" + BookingEvent.Undated + "\""))
            .Select(happened => happened.BookingId)
            .ToListAsync(cancellationToken)];
        return [.. bookings.Select(booking => Describe(booking, catalog, [.. times[booking.Id]]) with
        {
            Overbooked = overbooked.Contains(booking.Id),
            CreatedAt = undated.Contains(booking.Id) ? null : booking.CreatedAt,
        })];
    }

    private static ScenarioBooking Describe(Booking booking, CatalogSnapshot catalog, List<TakenTime> times)
    {
        (Service service, Site site) = (catalog.Service(booking.ServiceId), catalog.Site(booking.SiteId));
        SlotTimes usual = SlotTimes.Of(service, site, booking.StartsAt);
        Guid[] resources = [.. booking.Resources.OrderBy(resource => resource.Group).Select(resource => resource.ResourceId)];
        return new ScenarioBooking(service.Slug, site.Slug, new ScenarioStart(null, booking.StartsAt), booking.Customer)
        {
            Reference = booking.Reference,
            Resources = [.. resources.Select(id => catalog.Resource(id).Slug)],
            Status = booking.Status,
            Seats = booking.Seats,
            Price = booking.PriceAmount == PriceOf.Booking(service, booking.Seats) && booking.Currency == service.Currency
                ? null
                : new ScenarioPrice(booking.PriceAmount, booking.Currency),
            End = booking.EndsAt == usual.End ? null : booking.EndsAt,
            Blocked = Blocked(booking, service, site, usual, resources, catalog, times),
            Source = booking.Source,
            Notes = booking.Notes,
            FeeAmount = booking.FeeAmount,
            StoodAt = booking.Status == BookingStatus.PendingApproval ? booking.StoodAt : null,
        };
    }

    /// <summary>Null where the service of today would take the same of the same; else what is really taken.</summary>
    private static BusyTime? Blocked(
        Booking booking, Service service, Site site, SlotTimes usual, Guid[] resources, CatalogSnapshot catalog, List<TakenTime> times)
    {
        bool isUsual = service.Sites.Contains(site.Id)
            && resources.Length == service.Requires.Count
            && resources.Select((id, group) => service.Requires[group].AnyOf.Contains(id)).All(fits => fits);
        TakenTime? taken = times.FirstOrDefault(time => catalog.Resources.Any(resource => resource.Id == time.ResourceId && !resource.ClaimsByNight));
        if (!Lifecycle.HoldsClaims(booking.Status) || booking.SessionId is not null || (taken is null && times.Count > 0))
        {
            return isUsual ? null : new BusyTime(usual.BlockedFrom, usual.BlockedTo);
        }

        Instant from = taken?.BlockedFrom ?? booking.StartsAt;
        Instant to = taken?.BlockedTo ?? booking.StartsAt;
        Instant expectedTo = booking.EndsAt + (usual.BlockedTo - usual.End);
        return isUsual && from == usual.BlockedFrom && to == expectedTo ? null : new BusyTime(from, to);
    }
}
