using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>What has been taken of each resource that a search reads: made row by row, because a month of ten people is thousands.</summary>
/// <param name="ignoresOwner">Whether somebody's own time is to be told apart; otherwise nobody asks whose it is.</param>
/// <param name="countsDays">Whether a strategy looks at how many bookings a day has.</param>
internal sealed class TakenByResource(CatalogSnapshot catalog, Site here, bool ignoresOwner, bool countsDays)
{
    private readonly Dictionary<Guid, Of> _resources = [];
    private Of? _last;

    /// <param name="row">As <see cref="HotStatements.TakenBetween"/> gives it. The rows of one resource come together, so its columns are looked up once.</param>
    public void Add(StatementRow row)
    {
        Guid id = row.Id(0);
        Of of = _last is { } last && last.Resource.Id == id ? last : _last = Find(id);
        Guid owner = ignoresOwner ? row.Id(1) : Guid.Empty;
        of.Times.Add(of.Resource.ClaimsByNight
            ? NightsHere(row, owner)
            : new TakenInterval(owner, row.Instant(3), row.Instant(4), row.Number(5), row.InstantOrNull(6)));
        if (countsDays)
        {
            LocalDate date = row.Date(7);
            of.PerDay[date] = of.PerDay.GetValueOrDefault(date) + 1;
        }
    }

    /// <summary>The resource with what was read of it.</summary>
    public ResourceCalendar FillIn(ResourceCalendar calendar) =>
        _resources.TryGetValue(calendar.Id, out Of? of) ? calendar with { Taken = of.Times, BookingsPerDay = of.PerDay } : calendar;

    private Of Find(Guid id)
    {
        if (!_resources.TryGetValue(id, out Of? of))
        {
            _resources[id] = of = new Of(catalog.Resource(id));
        }

        return of;
    }

    /// <summary>A night is claimed by its date, so one that was taken at a site in another zone is the same date's night here.</summary>
    private TakenInterval NightsHere(StatementRow row, Guid owner)
    {
        DateTimeZone zone = CatalogFacts.ZoneOf(here);
        DateTimeZone there = CatalogFacts.ZoneOf(catalog.Site(row.Id(2)));
        return new TakenInterval(
            owner,
            SiteTime.StartOfDay(row.Date(7), zone),
            SiteTime.StartOfDay(SiteTime.DateOf(row.Instant(4), there), zone),
            row.Number(5),
            row.InstantOrNull(6));
    }

    private sealed record Of(Resource Resource)
    {
        public List<TakenInterval> Times { get; } = [];

        public Dictionary<LocalDate, int> PerDay { get; } = [];
    }
}
