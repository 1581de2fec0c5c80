using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>Counts what happened, by site, day and kind. Each event counts once, however often the process dies; a replay counts the days that it touches anew.</summary>
public sealed class TallyEvents(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog) : IEventSubscriber
{
    /// <summary>As its position and the audit call it.</summary>
    public const string Reader = "tally";

    /// <summary>As it stands in the event's data.</summary>
    private const string Undated = $"\"{BookingEvent.Undated}\"";

    public string Name => Reader;

    public async Task<TakeEvents> LookAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken); // it may be another node that made the site
        Dictionary<Place, int> counts = Count(batch.Events.Select(each => new Happening(
            each.SiteId, each.Event.At, each.Event.Type, each.Event.Version, each.Event.By == BookingEvent.ByFile && each.Event.Data.Contains(Undated, StringComparison.Ordinal))), catalog);
        if (batch.IsReplay)
        {
            // What has happened does not change, so it is counted here and not where everybody waits to write.
            Dictionary<Place, int> whole = Count(await DaysOfAsync(batch, cancellationToken), catalog);
            counts = counts.Keys.ToDictionary(place => place, place => whole.GetValueOrDefault(place));
        }

        return async scope =>
        {
            foreach ((Place place, int count) in counts)
            {
                EventTally? tally = await scope.Db.EventTallies.SingleOrDefaultAsync(each => each.SiteId == place.Site && each.Date == place.Date && each.Type == place.Type);
                if (tally is null)
                {
                    scope.Db.EventTallies.Add(new EventTally { SiteId = place.Site, Date = place.Date, Type = place.Type, Count = count });
                }
                else
                {
                    tally.Count = batch.IsReplay ? count : tally.Count + count;
                }
            }

            return null;
        };
    }

    /// <summary>All of the days that the batch touches, as far as this reader ever came; what lies beyond is still to be added.</summary>
    private async Task<List<Happening>> DaysOfAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        // A site's day lies within two days on either side of it anywhere.
        Instant from = batch.Events.Min(each => each.Event.At) - Duration.FromDays(2);
        Instant to = batch.Events.Max(each => each.Event.At) + Duration.FromDays(2);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        long furthest = await db.EventSubscribers.Where(row => row.Name == Name).Select(row => row.Furthest).SingleAsync(cancellationToken);
        return await db.BookingEvents.AsNoTracking()
            .Where(happened => happened.At >= from && happened.At < to && db.EventStream.Any(entry => entry.EventId == happened.Id && entry.Sequence <= furthest))
            .Join(db.Bookings, happened => happened.BookingId, booking => booking.Id, (happened, booking) => new Happening(
                booking.SiteId, happened.At, happened.Type, happened.Version, happened.By == BookingEvent.ByFile && happened.Data.Contains(Undated)))
            .ToListAsync(cancellationToken);
    }

    private static Dictionary<Place, int> Count(IEnumerable<Happening> happenings, CatalogSnapshot catalog) => happenings
        .Where(each => !each.IsUndated)
        .SelectMany(each => each.Version == 1 ? [each, each with { Type = EventTally.Made }] : new[] { each })
        .GroupBy(each => new Place(each.SiteId, each.At.InZone(CatalogFacts.ZoneOf(catalog.Site(each.SiteId))).Date, each.Type))
        .ToDictionary(group => group.Key, group => group.Count());

    private readonly record struct Place(Guid Site, LocalDate Date, string Type);

    private sealed record Happening(Guid SiteId, Instant At, string Type, int Version, bool IsUndated);
}
