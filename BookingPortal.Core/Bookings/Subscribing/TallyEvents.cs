using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>Counts what happened, by site, day and kind. Each event counts once, however often the process dies or the stream is replayed.</summary>
public sealed class TallyEvents(ReadCatalog readCatalog) : IEventSubscriber
{
    public string Name => "tally";

    public async Task TakeAsync(WriteScope scope, IReadOnlyList<ReadEvents.Item> events, bool isReplay)
    {
        if (isReplay)
        {
            return;
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(); // it may be another node that made the site
        foreach (var group in events.GroupBy(each => (each.SiteId, Date: DateOf(each, catalog), each.Event.Type)))
        {
            (Guid siteId, LocalDate date, string type) = group.Key;
            EventTally? tally = await scope.Db.EventTallies.SingleOrDefaultAsync(each => each.SiteId == siteId && each.Date == date && each.Type == type);
            if (tally is null)
            {
                scope.Db.EventTallies.Add(new EventTally { SiteId = siteId, Date = date, Type = type, Count = group.Count() });
            }
            else
            {
                tally.Count += group.Count();
            }
        }
    }

    private static LocalDate DateOf(ReadEvents.Item item, CatalogSnapshot catalog) =>
        item.Event.At.InZone(CatalogFacts.ZoneOf(catalog.Site(item.SiteId))).Date;
}
