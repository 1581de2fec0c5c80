using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Time;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Reads what the search needs for one service at one site: two queries, and two more for classes, however many people and days.</summary>
public sealed class ReadSlotFacts
{
    /// <summary>One more day on either side: a resource may live in another zone, and an opening may cross midnight.</summary>
    private const int MarginDays = 2;

    /// <param name="IgnoreOwner">A booking that is being moved: its own time, seats and place in the day's count are not in its way.</param>
    /// <param name="Primary">The one resource of the first group that is asked for: what the others of it have taken is not read. Null = anyone.</param>
    /// <param name="Start">The one start that is asked about; null = every one of the dates.</param>
    public sealed record Request(
        CatalogSnapshot Catalog, Site Site, Service Service, LocalDate From, LocalDate To, Instant Now, Guid? IgnoreOwner = null, Guid? Primary = null,
        Instant? Start = null);

    public async Task<SlotFacts> RunAsync(PortalContext db, Request request, CancellationToken cancellationToken = default)
    {
        (CatalogSnapshot catalog, Site site, Service service, _, _, Instant now, _, Guid? primary, _) = request;
        (Instant from, Instant to) = Reach(request);
        IReadOnlyList<Guid> resourceIds = CatalogSnapshot.ResourceIdsOf(service);
        IReadOnlyList<Guid> inTheWay = primary is { } asked && service.Kind != ServiceKind.Class
            ? [asked, .. service.Requires.Skip(1).SelectMany(group => group.AnyOf).Where(id => id != asked).Distinct()]
            : resourceIds;
        var taken = new TakenByResource(
            catalog, site, ignoresOwner: request.IgnoreOwner is not null, countsDays: service.Requires.Any(group => group.Choose == ChoosingStrategy.Fewest));
        await HotStatements.TakenBetween.EachAsync(db, [from, to, now, inTheWay], taken.Add, cancellationToken);
        Dictionary<Guid, List<BusyTime>> busy = await BusyAsync(db, inTheWay, from, to, cancellationToken);
        List<SessionState> sessions = service.Kind == ServiceKind.Class
            ? await SessionsAsync(db, request, from, to, cancellationToken)
            : [];

        return new SlotFacts(
            CatalogFacts.RulesOf(site),
            CatalogFacts.RulesOf(service, site, catalog, await TurnsAsync(db, service, cancellationToken)),
            [.. resourceIds.Select(id => taken.FillIn(CatalogFacts.CalendarOf(catalog.Resource(id)) with { Busy = busy.GetValueOrDefault(id) ?? [] }))])
        {
            Sessions = sessions,
            BookingsPerDay = service.MaxPerDay is null
                ? ResourceCalendar.EmptyCounts
                : await BookingsPerDayAsync(db, request, cancellationToken),
        };
    }

    /// <summary>
    /// When the first hold among what the facts only count (seats, bookings per day) lets go; the search itself sees the
    /// expiry of everything else. Null for services that count nothing.
    /// </summary>
    public async Task<Instant?> NextExpiryAsync(PortalContext db, Request request, CancellationToken cancellationToken = default)
    {
        (_, Site site, Service service, LocalDate from, LocalDate to, Instant now, _, _, _) = request;
        return service.MaxPerDay is null && service.Kind != ServiceKind.Class
            ? null
            : await db.TakenTimes
                .Where(taken => taken.ServiceId == service.Id && taken.SiteId == site.Id
                    && taken.LocalDate >= from && taken.LocalDate <= to && taken.ExpiresAt > now)
                .MinAsync(taken => taken.ExpiresAt, cancellationToken);
    }

    private static (Instant From, Instant To) Reach(Request request)
    {
        DateTimeZone zone = CatalogFacts.ZoneOf(request.Site);
        int nights = request.Service.Nights;
        Duration buffers = Duration.FromMinutes(
            request.Service.BufferBeforeMinutes + request.Service.BufferAfterMinutes + request.Service.DurationMinutes);
        if (request.Start is { } start && LooksAroundAlone(request.Service, request.Primary))
        {
            // A visit begins and ends with cells, so a cell that something takes a part of is met where that part is.
            return (start - buffers, start + buffers);
        }

        return (
            SiteTime.StartOfDay(request.From.PlusDays(-MarginDays), zone) - buffers,
            SiteTime.StartOfDay(request.To.PlusDays(MarginDays + nights), zone) + buffers);
    }

    /// <summary>
    /// Whether one start is decided by what lies around it. A stay has nights far from its arrival, and whose day is emptiest is
    /// known from all of it. Everything else is near: a gap begins where what is taken before it ends, a session is the one at
    /// this start, the day's count and the turn are read by themselves, and grids are the opening hours' own.
    /// </summary>
    private static bool LooksAroundAlone(Service service, Guid? primary) =>
        service.Kind != ServiceKind.Stay
        && service.Requires.Skip(primary is null ? 0 : 1).All(group => group.Choose != ChoosingStrategy.Fewest || group.AnyOf.Count == 1);

    private static async Task<Dictionary<Guid, List<BusyTime>>> BusyAsync(
        PortalContext db, IReadOnlyList<Guid> resourceIds, Instant from, Instant to, CancellationToken cancellationToken)
    {
        List<(Guid Resource, BusyTime Time)> rows = await HotStatements.BusyBetween.ReadAsync(
            db, [from, to, resourceIds], static row => (row.Id(0), new BusyTime(row.Instant(1), row.Instant(2))), cancellationToken);
        return rows.GroupBy(row => row.Resource).ToDictionary(group => group.Key, group => group.Select(row => row.Time).ToList());
    }

    private static async Task<List<SessionState>> SessionsAsync(
        PortalContext db, Request request, Instant from, Instant to, CancellationToken cancellationToken)
    {
        (_, Site site, Service service, _, _, Instant now, Guid? ignored, _, _) = request;
        List<Session> sessions = await db.Sessions.AsNoTracking()
            .Where(session => session.ServiceId == service.Id && session.SiteId == site.Id
                && session.StartsAt < to && session.StartsAt > from && (session.ExpiresAt == null || session.ExpiresAt > now))
            .ToListAsync(cancellationToken);

        // Seats are taken times of their session, so one query counts them all; joining keeps it to the sessions above.
        Dictionary<Guid, int> seats = await db.Sessions
            .Where(session => session.ServiceId == service.Id && session.SiteId == site.Id && session.StartsAt < to && session.StartsAt > from)
            .Join(db.TakenTimes, session => session.Id, taken => taken.ResourceId, (session, taken) => taken)
            .Where(taken => (taken.ExpiresAt == null || taken.ExpiresAt > now) && taken.OwnerId != (ignored ?? Guid.Empty))
            .GroupBy(taken => taken.ResourceId)
            .Select(group => new { group.Key, Seats = group.Sum(taken => taken.Units) })
            .ToDictionaryAsync(group => group.Key, group => group.Seats, cancellationToken);

        return [.. sessions.Select(session => new SessionState(
            session.Id, session.StartsAt, session.EndsAt, seats.GetValueOrDefault(session.Id), session.Seats,
            session.IsScheduled, session.Resources))];
    }

    private static async Task<Dictionary<LocalDate, int>> BookingsPerDayAsync(
        PortalContext db, Request request, CancellationToken cancellationToken)
    {
        (_, Site site, Service service, LocalDate from, LocalDate to, Instant now, Guid? ignored, _, _) = request;
        var rows = await db.TakenTimes
            .Where(taken => taken.ServiceId == service.Id && taken.SiteId == site.Id
                && taken.LocalDate >= from && taken.LocalDate <= to
                && !taken.IsSession && (taken.ExpiresAt == null || taken.ExpiresAt > now) && taken.OwnerId != (ignored ?? Guid.Empty))
            .Select(taken => new { taken.OwnerId, taken.LocalDate })
            .Distinct()
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.LocalDate).ToDictionary(day => day.Key, day => day.Count());
    }

    private static async Task<Dictionary<int, Guid>?> TurnsAsync(PortalContext db, Service service, CancellationToken cancellationToken) =>
        service.Requires.All(group => group.Choose != ChoosingStrategy.Rotate)
            ? null
            : await db.RotationTurns
                .Where(turn => turn.ServiceId == service.Id)
                .ToDictionaryAsync(turn => turn.Group, turn => turn.LastChosen, cancellationToken);
}
