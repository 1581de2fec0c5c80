using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Core.Time;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>What stands on a site's calendar between two dates, as far as the person asking may see it.</summary>
public sealed class ReadCalendar(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, IClock clock)
{
    /// <summary>A month view with its neighbours is 42 days.</summary>
    public const int MostDays = 62;

    /// <summary>Longer stays than this are not found by their end; the index is asked by start.</summary>
    private static readonly Duration LongestBooking = Duration.FromDays(62);

    private static readonly BookingStatus[] OffTheCalendar = [BookingStatus.Cancelled, BookingStatus.Declined, BookingStatus.Expired];

    /// <param name="FirstDate">Site-local, inclusive.</param>
    /// <param name="LastDate">Site-local, inclusive.</param>
    /// <param name="WithCancelled">Also bookings that were cancelled or declined or ran out: where one can be found that is to be restored.</param>
    public sealed record Request(StaffAccess Access, Guid SiteId, LocalDate FirstDate, LocalDate LastDate, bool WithCancelled = false);

    /// <param name="Resources">Those of the site that the person may see.</param>
    /// <param name="Open">When each of them is open.</param>
    public sealed record Found(
        CatalogSnapshot Catalog,
        Site Site,
        DateTimeZone Zone,
        Instant Now,
        IReadOnlyList<Resource> Resources,
        IReadOnlyDictionary<Guid, IReadOnlyList<Interval>> Open,
        IReadOnlyList<CalendarItem> Entries);

    public async Task<Outcome<Found>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        if (!request.Access.SeesSite(request.SiteId) || catalog.Sites.FirstOrDefault(each => each.Id == request.SiteId) is not { } site)
        {
            return new Refusal.NotFound("this site");
        }

        if (request.LastDate < request.FirstDate || Period.DaysBetween(request.FirstDate, request.LastDate) >= MostDays)
        {
            return new Refusal.Invalid("to", $"The calendar shows 1 to {MostDays} days at once.");
        }

        DateTimeZone zone = SiteTime.FindZone(site.TimeZone)!;
        Resource[] resources = [.. catalog.ResourcesAt(site).Where(resource => request.Access.SeesResource(resource.Id))];
        var asked = new Asked(
            catalog,
            site,
            clock.GetCurrentInstant(),
            SiteTime.StartOfDay(request.FirstDate, zone),
            SiteTime.StartOfDay(request.LastDate.PlusDays(1), zone),
            [.. resources.Select(resource => resource.Id)],
            request.WithCancelled);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<CalendarItem> entries = await ReadBookingsAsync(db, asked, cancellationToken);
        entries.AddRange(await ReadHoldsAsync(db, asked, cancellationToken));
        entries.AddRange(await ReadBusyAsync(db, asked, cancellationToken));

        // Whoever sees one resource alone sees what occupies it, and nothing else.
        entries.RemoveAll(entry => !entry.Resources.Any(asked.ResourceIds.Contains));
        return new Found(
            catalog,
            site,
            zone,
            asked.Now,
            resources,
            resources.ToDictionary(resource => resource.Id, resource => OpenTimes.Of(resource, site, request.FirstDate, request.LastDate)),
            entries);
    }

    private static async Task<List<CalendarItem>> ReadBookingsAsync(PortalContext db, Asked asked, CancellationToken cancellationToken)
    {
        List<Booking> bookings = await db.Bookings.AsNoTracking()
            .Where(booking => booking.SiteId == asked.Site.Id && booking.StartsAt >= asked.From - LongestBooking && booking.StartsAt < asked.To)
            .Where(booking => booking.EndsAt > asked.From && (asked.WithCancelled || !OffTheCalendar.Contains(booking.Status)))
            .ToListAsync(cancellationToken);
        List<Session> sessions = await db.Sessions.AsNoTracking()
            .Where(session => session.SiteId == asked.Site.Id && session.EndsAt > asked.From && session.StartsAt < asked.To)
            .ToListAsync(cancellationToken);

        // The seats of a class stand on the calendar once, as the session they share; a seat that was given back stands alone.
        ILookup<Guid?, Booking> bySession = bookings.ToLookup(booking => OffTheCalendar.Contains(booking.Status) ? null : booking.SessionId);
        IEnumerable<CalendarItem> own = bySession[null].Select(booking => Describe(booking, asked.Catalog.Service(booking.ServiceId)));
        IEnumerable<CalendarItem> shared = sessions
            .Where(session => session.ExpiresAt is null || session.ExpiresAt > asked.Now)
            .Select(session => Describe(session, bySession[session.Id].Sum(booking => booking.Seats), asked.Catalog.Service(session.ServiceId)));
        return [.. own, .. shared];
    }

    private static async Task<IEnumerable<CalendarItem>> ReadHoldsAsync(PortalContext db, Asked asked, CancellationToken cancellationToken)
    {
        List<Hold> holds = await db.Holds.AsNoTracking()
            .Where(hold => hold.SiteId == asked.Site.Id && hold.SessionId == null && hold.ExpiresAt > asked.Now)
            .Where(hold => hold.StartsAt < asked.To && hold.EndsAt > asked.From)
            .ToListAsync(cancellationToken);
        return holds.Select(hold => new CalendarItem(
            hold.Id, CalendarItemKind.Hold, hold.ServiceId, hold.StartsAt, hold.EndsAt, hold.Resources, "Held for a visitor")
        {
            ExpiresAt = hold.ExpiresAt,
            IsStay = asked.Catalog.Service(hold.ServiceId).Kind == ServiceKind.Stay,
        });
    }

    private static async Task<IEnumerable<CalendarItem>> ReadBusyAsync(PortalContext db, Asked asked, CancellationToken cancellationToken)
    {
        List<TakenTime> elsewhere = await db.TakenTimes.AsNoTracking()
            .Where(taken => asked.ResourceIds.Contains(taken.ResourceId) && taken.SiteId != asked.Site.Id)
            .Where(taken => taken.BlockedTo > asked.From && taken.BlockedFrom < asked.To)
            .Where(taken => taken.ExpiresAt == null || taken.ExpiresAt > asked.Now)
            .ToListAsync(cancellationToken);
        List<OutsideBusyTime> busy = await db.BusyTimes.AsNoTracking()
            .Where(time => asked.ResourceIds.Contains(time.ResourceId) && time.EndsAt > asked.From && time.StartsAt < asked.To)
            .ToListAsync(cancellationToken);
        return elsewhere
            .Select(taken => new CalendarItem(
                taken.Id, CalendarItemKind.Elsewhere, null, taken.BlockedFrom, taken.BlockedTo, [taken.ResourceId], $"At {asked.Catalog.Site(taken.SiteId).Name}"))
            .Concat(busy.Select(time => new CalendarItem(
                time.Id, CalendarItemKind.OutsideBusy, null, time.StartsAt, time.EndsAt, [time.ResourceId], "Busy in another calendar")));
    }

    private static CalendarItem Describe(Booking booking, Service service) => new(
        booking.Id,
        CalendarItemKind.Booking,
        booking.ServiceId,
        booking.StartsAt,
        booking.EndsAt,
        [.. booking.Resources.OrderBy(resource => resource.Group).Select(resource => resource.ResourceId)],
        booking.Customer.Name)
    {
        Status = booking.Status,
        Version = booking.Version,
        Seats = booking.Seats,
        BufferBefore = Duration.FromMinutes(service.BufferBeforeMinutes),
        BufferAfter = Duration.FromMinutes(service.BufferAfterMinutes),
        IsStay = service.Kind == ServiceKind.Stay,
    };

    private static CalendarItem Describe(Session session, int seatsTaken, Service service) => new(
        session.Id, CalendarItemKind.Session, session.ServiceId, session.StartsAt, session.EndsAt, session.Resources, service.Name)
    {
        Seats = seatsTaken,
        SeatsTotal = session.Seats,
        BufferBefore = Duration.FromMinutes(service.BufferBeforeMinutes),
        BufferAfter = Duration.FromMinutes(service.BufferAfterMinutes),
    };

    private sealed record Asked(CatalogSnapshot Catalog, Site Site, Instant Now, Instant From, Instant To, List<Guid> ResourceIds, bool WithCancelled);
}
