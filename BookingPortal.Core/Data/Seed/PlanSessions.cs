using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Schedules the sessions of a file, and begins one where a booking of a class finds none.</summary>
internal sealed class PlanSessions
{
    private readonly CatalogSnapshot _catalog;
    private readonly ExistingTime _existing;
    private readonly ChooseForImport _choose;
    private readonly ImportPlan _plan;
    private readonly List<ImportConflict> _conflicts;
    private readonly Dictionary<(Guid Service, Guid Site, Instant Start), Session> _sessions = [];
    private readonly Dictionary<(Guid Service, Guid Site, Instant Start), Session> _over = [];
    private readonly HashSet<Guid> _scheduledHere = [];

    public PlanSessions(
        CatalogSnapshot catalog, ExistingTime existing, ChooseForImport choose, ImportPlan plan, List<ImportConflict> conflicts, Instant now)
    {
        (_catalog, _existing, _choose, _plan, _conflicts) = (catalog, existing, choose, plan, conflicts);
        foreach (Session session in existing.Sessions)
        {
            (ExistingTime.IsOver(session, now) ? _over : _sessions)[KeyOf(session)] = session;
        }
    }

    public void Schedule(SessionWork work)
    {
        var key = (work.Service.Id, work.Site.Id, work.Times.Start);
        if (!_sessions.TryGetValue(key, out Session? session))
        {
            session = TryBegin(work.Place, work.Site, work.Service, work.Times, work.Given, work.Entry.Seats ?? work.Service.Seats, isScheduled: true);
            if (session is not null)
            {
                _scheduledHere.Add(session.Id);
            }

            return;
        }

        if (!_scheduledHere.Add(session.Id))
        {
            _conflicts.Add(new ImportConflict(work.Place, session.Id, $"{work.Service.Slug} at {Print(work.Site, work.Times)} is scheduled by {{0}} already"));
        }
        else if (!session.IsScheduled || session.ExpiresAt is not null)
        {
            _plan.NowScheduled.Add(session.Id);
        }
    }

    public Session? Find(BookingWork work) => _sessions.GetValueOrDefault((work.Service.Id, work.Site.Id, work.Times.Start));

    public Session? FindOrBegin(BookingWork work)
    {
        if (Find(work) is not { } session)
        {
            return TryBegin(work.Place, work.Site, work.Service, work.Times, work.Given, work.Service.Seats, isScheduled: false);
        }

        if (work.Given.Any(given => given is { } named && !session.Resources.Contains(named)))
        {
            string with = string.Join(", ", session.Resources.Select(id => _catalog.Resource(id).Slug));
            _conflicts.Add(new ImportConflict(work.Place, session.Id, $"{work.Service.Slug} at {Print(work.Site, work.Times)} is with {with}, as {{0}} has it"));
            return null;
        }

        if (!_plan.Places.ContainsKey(session.Id))
        {
            _plan.JoinedSessions.Add(session.Id);
        }

        return session;
    }

    private Session? TryBegin(
        string place, Site site, Service service, SlotTimes times, IReadOnlyList<Guid?> given, int seats, bool isScheduled)
    {
        IReadOnlyList<Guid>? resources = given.All(named => named is not null)
            ? [.. given.Select(named => named!.Value)]
            : _choose.TryChoose(service, site, times, given, units: 1);
        var id = Guid.CreateVersion7();
        ClaimWish[] wishes = resources is null
            ? [.. _choose.Wishes(service, site, times, given, 1)]
            : [.. Taking.OfResources(_catalog, site, service, times, id, resources, 1, isSession: true).Wishes];
        foreach (ClaimWish wish in wishes)
        {
            if (_existing.Board.BlockerOf(wish) is { } blocker)
            {
                _conflicts.Add(new ImportConflict(place, blocker, $"overlaps {{0}} on {_catalog.Resource(wish.ResourceId).Slug}, {Print(site, times)}"));
                return null;
            }
        }

        if (resources is null)
        {
            _conflicts.Add(new ImportConflict(place, Guid.Empty, $"no resource of {service.Slug} is free at {Print(site, times)}"));
            return null;
        }

        return Begin(place, new Session
        {
            Id = id,
            ServiceId = service.Id,
            SiteId = site.Id,
            StartsAt = times.Start,
            EndsAt = times.End,
            Seats = seats,
            IsScheduled = isScheduled,
            Resources = resources,
        }, site, service, times);
    }

    private Session Begin(string place, Session session, Site site, Service service, SlotTimes times)
    {
        var taking = Taking.OfResources(_catalog, site, service, times, session.Id, session.Resources, 1, isSession: true);
        foreach (ClaimWish wish in taking.Wishes)
        {
            _existing.Board.Take(wish, session.Id, beyondCapacity: false, _plan.Claims);
        }

        _plan.Times.AddRange(taking.Times);
        _plan.NewSessions.Add(session);
        _plan.Places[session.Id] = place;
        _plan.Stamps.UnionWith(session.Resources.Append(service.Id));
        _choose.Remember(service, session.Resources, times.LocalDate);
        _sessions[KeyOf(session)] = session;
        if (_over.Remove(KeyOf(session), out Session? over))
        {
            _plan.EndedSessions.Add(over);
        }

        return session;
    }

    private static (Guid Service, Guid Site, Instant Start) KeyOf(Session session) => (session.ServiceId, session.SiteId, session.StartsAt);

    private static string Print(Site site, SlotTimes times) => SiteTime.Print(times.Start, CatalogFacts.ZoneOf(site));
}
