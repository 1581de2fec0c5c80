using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Reporting;

/// <summary>How bookings went, day by day, and what stands ahead. The past is what <see cref="TallyEvents"/> counted; the days ahead are the bookings themselves.</summary>
public sealed class ReadTallies(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, IClock clock)
{
    /// <summary>A page shows no more at once.</summary>
    public const int MostDays = 90;

    /// <summary>What waits for a yes or for its money does not stand yet.</summary>
    private static readonly BookingStatus[] StillToCome = [BookingStatus.Confirmed, BookingStatus.CheckedIn];

    /// <summary>What happened on one day, each site by its own calendar. What was taken back later stays counted.</summary>
    public sealed record Day(LocalDate Date, int Made, int Confirmed, int Cancelled, int NoShows, int Completed)
    {
        public bool IsQuiet => (Made | Confirmed | Cancelled | NoShows | Completed) == 0;
    }

    public sealed record DayAhead(LocalDate Date, int Visits);

    /// <param name="Past">Every day, today last.</param>
    /// <param name="Ahead">Every day, today's visits that are still to begin first.</param>
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
        LocalDate today = sites.Length == 0 ? now.InUtc().Date : sites.Max(site => now.InZone(CatalogFacts.ZoneOf(site)).Date);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Guid[] ids = [.. sites.Select(site => site.Id)];
        return new Found(await PastAsync(db, ids, today, days, cancellationToken), await AheadAsync(db, ids, now, today, days, cancellationToken));
    }

    private static async Task<IReadOnlyList<Day>> PastAsync(PortalContext db, Guid[] sites, LocalDate today, int days, CancellationToken cancellationToken)
    {
        LocalDate first = today.PlusDays(1 - days);
        List<EventTally> tallies = await db.EventTallies.AsNoTracking()
            .Where(tally => sites.Contains(tally.SiteId) && tally.Date >= first && tally.Date <= today)
            .ToListAsync(cancellationToken);
        ILookup<(LocalDate, string), int> counts = tallies.ToLookup(tally => (tally.Date, tally.Type), tally => tally.Count);
        return [.. Enumerable.Range(0, days).Select(first.PlusDays).Select(date => new Day(
            date,
            counts[(date, EventTally.Made)].Sum(),
            counts[(date, BookingEventTypes.Confirmed)].Sum(),
            counts[(date, BookingEventTypes.Cancelled)].Sum(),
            counts[(date, BookingEventTypes.MarkedNoShow)].Sum(),
            counts[(date, BookingEventTypes.Completed)].Sum()))];
    }

    private static async Task<IReadOnlyList<DayAhead>> AheadAsync(
        PortalContext db, Guid[] sites, Instant now, LocalDate today, int days, CancellationToken cancellationToken)
    {
        Instant until = now + Duration.FromDays(days + 1); // the last day ends later at some sites
        List<LocalDateTime> starts = await db.Bookings.AsNoTracking()
            .Where(booking => sites.Contains(booking.SiteId) && booking.StartsAt > now && booking.StartsAt < until && StillToCome.Contains(booking.Status))
            .Select(booking => booking.LocalStart)
            .ToListAsync(cancellationToken);
        ILookup<LocalDate, LocalDateTime> byDate = starts.ToLookup(start => LocalDate.Max(start.Date, today));
        return [.. Enumerable.Range(0, days).Select(today.PlusDays).Select(date => new DayAhead(date, byDate[date].Count()))];
    }
}
