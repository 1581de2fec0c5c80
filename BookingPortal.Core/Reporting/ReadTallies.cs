using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Reporting;

/// <summary>How bookings went, day by day, and what stands ahead. The past is what <see cref="TallyEvents"/> counted; the days ahead are the bookings themselves.</summary>
public sealed class ReadTallies(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, IClock clock)
{
    /// <summary>A page shows no more at once.</summary>
    public const int MostDays = 90;

    /// <summary>What waits for a yes or for its money does not stand yet.</summary>
    private static readonly string[] StillToCome = [nameof(BookingStatus.Confirmed), nameof(BookingStatus.CheckedIn)];

    /// <summary>What happened on one day, each site by its own calendar. What was taken back later stays counted.</summary>
    public sealed record Day(LocalDate Date, int Made, int Confirmed, int Cancelled, int NoShows, int Completed)
    {
        public bool IsQuiet => (Made | Confirmed | Cancelled | NoShows | Completed) == 0;
    }

    public sealed record DayAhead(LocalDate Date, int Visits);

    /// <param name="Past">Every day, today last: where it is today already at any of the sites.</param>
    /// <param name="Ahead">Every day, today's visits that are still to begin first: where it is still today at any of them, as long as it lasts there.</param>
    public sealed record Found(IReadOnlyList<Day> Past, IReadOnlyList<DayAhead> Ahead);

    /// <param name="siteId">Null = all that this person sees.</param>
    /// <param name="days">So many back, today included, and so many ahead.</param>
    /// <returns>Null where this person may not see it.</returns>
    public async Task<Found?> RunAsync(StaffAccess access, Guid? siteId, int days, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Site[] sites = [.. catalog.Sites.Where(site => access.SeesSite(site.Id) && (siteId is null || site.Id == siteId))];
        if (!access.IsManager || (siteId is not null && sites.Length == 0))
        {
            return null;
        }

        days = Math.Clamp(days, 1, MostDays);
        Instant now = clock.GetCurrentInstant();
        LocalDate[] todays = sites.Length == 0 ? [now.InUtc().Date] : [.. sites.Select(site => now.InZone(CatalogFacts.ZoneOf(site)).Date)];
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Guid[] ids = [.. sites.Select(site => site.Id)];
        return new Found(await PastAsync(db, ids, todays.Max(), days, cancellationToken), await AheadAsync(db, ids, now, todays.Min(), days, cancellationToken));
    }

    private static async Task<IReadOnlyList<Day>> PastAsync(PortalContext db, Guid[] sites, LocalDate today, int days, CancellationToken cancellationToken)
    {
        LocalDate first = today.PlusDays(1 - days);
        var sums = await db.EventTallies
            .Where(tally => sites.Contains(tally.SiteId) && tally.Date >= first && tally.Date <= today)
            .GroupBy(tally => new { tally.Date, tally.Type })
            .Select(group => new { group.Key.Date, group.Key.Type, Count = group.Sum(tally => tally.Count) })
            .ToListAsync(cancellationToken);
        Dictionary<(LocalDate, string), int> counts = sums.ToDictionary(sum => (sum.Date, sum.Type), sum => sum.Count);
        return [.. Enumerable.Range(0, days).Select(first.PlusDays).Select(date => new Day(
            date,
            counts.GetValueOrDefault((date, EventTally.Made)),
            counts.GetValueOrDefault((date, BookingEventTypes.Confirmed)),
            counts.GetValueOrDefault((date, BookingEventTypes.Cancelled)),
            counts.GetValueOrDefault((date, BookingEventTypes.MarkedNoShow)),
            counts.GetValueOrDefault((date, BookingEventTypes.Completed))))];
    }

    /// <summary>The wall's time lies in the database as text that begins with its date.</summary>
    private static async Task<IReadOnlyList<DayAhead>> AheadAsync(
        PortalContext db, Guid[] sites, Instant now, LocalDate today, int days, CancellationToken cancellationToken)
    {
        long from = now.ToUnixTimeMilliseconds();
        long until = (now + Duration.FromDays(days + 2)).ToUnixTimeMilliseconds(); // the last day ends later at some sites
        var counts = await db.Database
            .SqlQuery<Start>($"""SELECT "SiteId", SUBSTRING("LocalStart", 1, 10) AS "Date", "StartsAt", "Status" FROM "Bookings" """)
            .Where(start => sites.Contains(start.SiteId) && start.StartsAt > from && start.StartsAt < until && StillToCome.Contains(start.Status))
            .GroupBy(start => start.Date)
            .Select(group => new { Date = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        ILookup<LocalDate, int> byDate = counts.ToLookup(each => LocalDate.Max(LocalDatePattern.Iso.Parse(each.Date).Value, today), each => each.Count);
        return [.. Enumerable.Range(0, days).Select(today.PlusDays).Select(date => new DayAhead(date, byDate[date].Sum()))];
    }

    private sealed record Start(Guid SiteId, string Date, long StartsAt, string Status);
}
