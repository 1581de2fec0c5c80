using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>
/// Gives every new booking and session of a file its time. Those that name all their resources go first, because they
/// have no choice; the others choose in the order of their starts. What was put over others on purpose comes last: it takes
/// whatever is left, and nobody else gives way to it.
/// </summary>
internal sealed class PlanImport
{
    private readonly CatalogSnapshot _catalog;
    private readonly ExistingTime _existing;
    private readonly KnownBookings _known;
    private readonly Instant _now;
    private readonly ChooseForImport _choose;
    private readonly PlanSessions _sessions;

    public PlanImport(CatalogSnapshot catalog, ExistingTime existing, KnownBookings known, Instant now, OpenHours open)
    {
        (_catalog, _existing, _known, _now) = (catalog, existing, known, now);
        _choose = new ChooseForImport(catalog, existing, open);
        _sessions = new PlanSessions(catalog, existing, _choose, Plan, Conflicts, now);
    }

    public ImportPlan Plan { get; } = new();

    public List<ImportConflict> Conflicts { get; } = [];

    public void Run(IReadOnlyList<SessionWork> sessions, IReadOnlyList<BookingWork> bookings)
    {
        _known.References.UnionWith(bookings.Select(work => work.Entry.Reference).OfType<string>());
        foreach (SessionWork work in sessions.Where(work => work.IsDecided))
        {
            _sessions.Schedule(work);
        }

        foreach (BookingWork work in bookings.Where(work => work.IsDecided && !work.Entry.Overbooked))
        {
            Place(work);
        }

        foreach (SessionWork work in sessions.Where(work => !work.IsDecided).OrderBy(work => work.Times.Start))
        {
            _sessions.Schedule(work);
        }

        foreach (BookingWork work in bookings.Where(work => !work.IsDecided && !work.Entry.Overbooked).OrderBy(work => work.Times.Start))
        {
            Place(work);
        }

        foreach (BookingWork work in bookings.Where(work => work.Entry.Overbooked))
        {
            Place(work);
        }
    }

    private void Place(BookingWork work)
    {
        var id = Guid.CreateVersion7();
        Plan.Places[id] = work.Place;
        Session? session = null;
        IReadOnlyList<Guid> resources;
        if (!Lifecycle.HoldsClaims(work.Entry.Status))
        {
            session = _sessions.Find(work);
            resources = session?.Resources ?? AsItWas(work);
        }
        else if (work.Service.Kind == ServiceKind.Class)
        {
            session = _sessions.FindOrBegin(work);
            if (session is null || !TryTakeSeats(work, id, session))
            {
                return;
            }

            resources = session.Resources;
        }
        else if (TryTakeResources(work, id) is { } taken)
        {
            resources = taken;
        }
        else
        {
            return;
        }

        Describe(work, id, session, resources);
    }

    private bool TryTakeSeats(BookingWork work, Guid id, Session session)
    {
        var seats = Taking.OfSeats(work.Site, work.Service, work.Times, id, session, work.Entry.Seats);
        if (!TryTake(work, id, seats, wish => wish.ResourceId == session.Id
            ? $"{work.Service.Slug} at {Print(work)} has {session.Seats} seats, and {work.Entry.Seats} more do not fit beside {{0}}"
            : LimitWords(work)))
        {
            return false;
        }

        Plan.Stamps.UnionWith(session.Resources.Append(work.Service.Id));
        return true;
    }

    private IReadOnlyList<Guid>? TryTakeResources(BookingWork work, Guid id)
    {
        int units = work.Entry.Seats;
        IReadOnlyList<Guid>? resources = work.IsDecided
            ? [.. work.Given.Select(given => given!.Value)]
            : _choose.TryChoose(work.Service, work.Site, work.Times, work.Given, units);
        if (resources is null)
        {
            Conflicts.Add(NobodyFree(work, units));
            return null;
        }

        var taking = Taking.OfResources(_catalog, work.Site, work.Service, work.Times, id, resources, units, isSession: false);
        if (work.Entry.Blocked is { } blocked && blocked.From == blocked.To)
        {
            // It has given all its time back, as after a no-show; what is left is its place in the day's count.
            taking = new Taking([.. taking.Wishes.Where(wish => !resources.Contains(wish.ResourceId))], []);
        }

        if (!TryTake(work, id, taking, wish => resources.Contains(wish.ResourceId)
            ? $"overlaps {{0}} on {_catalog.Resource(wish.ResourceId).Slug}, {Print(work)}"
            : LimitWords(work)))
        {
            return null;
        }

        _choose.Remember(work.Service, resources, work.Times.LocalDate);
        Plan.Stamps.UnionWith(resources);
        if (work.Service.MaxPerDay is not null)
        {
            Plan.Stamps.Add(work.Service.Id);
        }

        return resources;
    }

    private bool TryTake(BookingWork work, Guid id, Taking taking, Func<ClaimWish, string> words)
    {
        if (!work.Entry.Overbooked)
        {
            foreach (ClaimWish wish in taking.Wishes)
            {
                if (_existing.Board.BlockerOf(wish) is { } blocker)
                {
                    Conflicts.Add(new ImportConflict(work.Place, blocker, words(wish)));
                    return false;
                }
            }
        }

        foreach (ClaimWish wish in taking.Wishes)
        {
            _existing.Board.Take(wish, id, work.Entry.Overbooked, Plan.Claims);
        }

        Plan.Times.AddRange(taking.Times);
        return true;
    }

    private ImportConflict NobodyFree(BookingWork work, int units)
    {
        (ClaimWish? wish, Guid blocker) = _choose.Wishes(work.Service, work.Site, work.Times, work.Given, units)
            .Select(each => ((ClaimWish?)each, _existing.Board.BlockerOf(each) ?? Guid.Empty))
            .FirstOrDefault(pair => pair.Item2 != Guid.Empty);
        return new ImportConflict(work.Place, blocker, wish is null
            ? $"no resource of {work.Service.Slug} is free at {Print(work)}"
            : $"nobody is free for {work.Service.Slug} at {Print(work)}: it overlaps {{0}} on {_catalog.Resource(wish.ResourceId).Slug}");
    }

    /// <summary>A booking without time has resources all the same: the ones it had, or would have had.</summary>
    private Guid[] AsItWas(BookingWork work) =>
        [.. work.Given.Select((given, group) => given
            ?? work.Service.Requires[group].AnyOf.FirstOrDefault(id => _catalog.Resource(id).Sites.Contains(work.Site.Id), work.Service.Requires[group].AnyOf[0]))];

    private void Describe(BookingWork work, Guid id, Session? session, IReadOnlyList<Guid> resources)
    {
        ScenarioBooking entry = work.Entry;
        Instant created = entry.CreatedAt ?? _now;
        var booking = new Booking
        {
            Id = id,
            Reference = entry.Reference ?? _known.NewReference(),
            SiteId = work.Site.Id,
            ServiceId = work.Service.Id,
            SessionId = session?.Id,
            Status = entry.Status,
            StartsAt = work.Times.Start,
            EndsAt = work.Times.End,
            LocalStart = work.Times.LocalStart,
            TzdbVersion = SiteTime.TzdbVersion,
            Seats = entry.Seats,
            Resources = [.. resources.Select((resource, group) => new BookingResource { BookingId = id, Group = group, ResourceId = resource })],
            Customer = entry.Customer,
            Notes = entry.Notes,
            PriceAmount = entry.Price?.Amount ?? PriceOf.Booking(work.Service, entry.Seats),
            Currency = entry.Price?.Currency ?? work.Service.Currency,
            FeeAmount = entry.FeeAmount,
            StoodAt = entry.Status == BookingStatus.PendingApproval ? entry.StoodAt : null,
            Source = entry.Source ?? "scenario",
            ImportKey = work.ImportKey,
            CreatedAt = created,
            ChangedAt = created,
        };
        Plan.Bookings.Add(booking);
        Plan.Events.Add(ImportedEvent.Of(booking, entry));
    }

    private static string LimitWords(BookingWork work) =>
        $"{work.Service.Slug} takes {work.Service.MaxPerDay} bookings a day, and {work.Times.LocalDate:R} has them, {{0}} among them";

    private static string Print(BookingWork work) => SiteTime.Print(work.Times.Start, CatalogFacts.ZoneOf(work.Site));
}
