using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>Counts what happened, by site, day and kind. Each event counts once, however often the process dies; a replay counts the days that it touches anew.</summary>
public sealed class TallyEvents(ReadCatalog readCatalog) : IEventSubscriber
{
    /// <summary>As its position and the audit call it.</summary>
    public const string Reader = "tally";

    public string Name => Reader;

    public async Task<TakeEvents> LookAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken); // it may be another node that made the site
        return async scope =>
        {
            await CountAsync(scope, catalog, batch.Events, batch.IsReplay);
            return null;
        };
    }

    private async Task CountAsync(WriteScope scope, CatalogSnapshot catalog, IReadOnlyList<ReadEvents.Item> events, bool isReplay)
    {
        IEnumerable<(ReadEvents.Item Item, string Type)> counted = events
            .Select(each => (each, each.Event.Type))
            .Concat(events.Where(each => each.Event.Version == 1).Select(each => (each, EventTally.Made)));
        foreach (var group in counted.GroupBy(each => (each.Item.SiteId, Date: DateOf(each.Item, catalog), each.Type)))
        {
            (Guid siteId, LocalDate date, string type) = group.Key;
            int count = isReplay ? await CountAsync(scope.Db, siteId, CatalogFacts.ZoneOf(catalog.Site(siteId)), date, type) : group.Count();
            EventTally? tally = await scope.Db.EventTallies.SingleOrDefaultAsync(each => each.SiteId == siteId && each.Date == date && each.Type == type);
            if (tally is null)
            {
                scope.Db.EventTallies.Add(new EventTally { SiteId = siteId, Date = date, Type = type, Count = count });
            }
            else
            {
                tally.Count = isReplay ? count : tally.Count + count;
            }
        }
    }

    /// <summary>All of that day as far as this reader ever came; what lies beyond is still to be added.</summary>
    private async Task<int> CountAsync(PortalContext db, Guid siteId, DateTimeZone zone, LocalDate date, string type)
    {
        long furthest = await db.EventSubscribers.Where(row => row.Name == Name).Select(row => row.Furthest).SingleAsync();
        Instant from = zone.AtStartOfDay(date).ToInstant();
        Instant to = zone.AtStartOfDay(date.PlusDays(1)).ToInstant();
        return await db.EventStream
            .Where(entry => entry.Sequence <= furthest)
            .Join(
                db.BookingEvents.Where(happened => (type == EventTally.Made ? happened.Version == 1 : happened.Type == type) && happened.At >= from && happened.At < to && db.Bookings.Any(booking => booking.Id == happened.BookingId && booking.SiteId == siteId)),
                entry => entry.EventId,
                happened => happened.Id,
                (entry, happened) => entry.Sequence)
            .CountAsync();
    }

    private static LocalDate DateOf(ReadEvents.Item item, CatalogSnapshot catalog) =>
        item.Event.At.InZone(CatalogFacts.ZoneOf(catalog.Site(item.SiteId))).Date;
}
