using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Seed;
using BookingPortal.Core.Time;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Data.Checks;

/// <summary>Rows point at rows that are there, a status is one of the lifecycle's, and the catalog keeps its own rules.</summary>
internal static class CatalogReferenceChecks
{
    private static readonly LocalDateTimePattern Wall = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    public static IEnumerable<Finding> Run(CheckFacts facts)
    {
        List<Finding> missing = [.. MissingInCatalog(facts)];
        return missing
            .Concat(missing.Count == 0 ? OfRules(facts) : [])
            .Concat(OfBookings(facts))
            .Concat(OfOthers(facts));
    }

    private static IEnumerable<Finding> MissingInCatalog(CheckFacts facts)
    {
        foreach (Resource resource in facts.Resources.Values)
        {
            foreach (Guid site in resource.Sites.Where(id => !facts.Sites.ContainsKey(id)))
            {
                yield return new Finding($"resource {resource.Slug} serves site {site}, which is not there");
            }
        }

        foreach (Service service in facts.Offers.Values)
        {
            foreach (Guid site in service.Sites.Where(id => !facts.Sites.ContainsKey(id)))
            {
                yield return new Finding($"service {service.Slug} is offered at site {site}, which is not there");
            }

            foreach (Guid resource in CatalogSnapshot.ResourceIdsOf(service).Where(id => !facts.Resources.ContainsKey(id)))
            {
                yield return new Finding($"service {service.Slug} requires resource {resource}, which is not there");
            }
        }
    }

    /// <summary>The rules that setup and import hold a catalog to, and services that are never offered.</summary>
    private static IEnumerable<Finding> OfRules(CheckFacts facts)
    {
        var catalog = new CatalogSnapshot(0, facts.Sites.Values, facts.Resources.Values, facts.Offers.Values);
        var problems = new ScenarioProblems();
        CatalogChecks.Run(catalog, new Dictionary<Guid, string>(), problems);
        foreach (string problem in problems.Lines)
        {
            yield return new Finding(problem);
        }

        if (problems.Any)
        {
            yield break;
        }

        ResourceCalendar[] calendars = [.. catalog.Resources.Select(CatalogFacts.CalendarOf)];
        foreach ((Service service, Site site) in catalog.Sites.SelectMany(site => catalog.ServicesAt(site).Select(service => (service, site))))
        {
            HashSet<Guid> needed = [.. CatalogSnapshot.ResourceIdsOf(service)];
            var asked = new SlotFacts(
                CatalogFacts.RulesOf(site), CatalogFacts.RulesOf(service, site, catalog), [.. calendars.Where(calendar => needed.Contains(calendar.Id))]);
            if (CatalogRules.NoticeOutlastsWindow(service.MinNoticeMinutes, service.WindowDays))
            {
                yield return new Finding(
                    $"service {service.Slug} is never offered at {site.Slug}: its notice of {service.MinNoticeMinutes} minutes is longer than its window of {service.WindowDays} days", IsWarning: true);
                continue;
            }

            bool isScheduled = facts.Sessions.Values.Any(session =>
                session.ServiceId == service.Id && session.SiteId == site.Id && session.StartsAt > facts.Now);
            if (!isScheduled && CatalogRules.NoOpeningHolds(asked, facts.Now))
            {
                yield return new Finding($"service {service.Slug} is never offered at {site.Slug}: no opening of the coming year can hold it", IsWarning: true);
            }
        }
    }

    private static IEnumerable<Finding> OfBookings(CheckFacts facts)
    {
        foreach (BookingRow booking in facts.Bookings.Values)
        {
            if (booking.Known is null)
            {
                yield return new Finding($"booking {booking.Reference} has the status \"{booking.Status}\", which does not exist");
            }

            if (!facts.Offers.ContainsKey(booking.ServiceId))
            {
                yield return new Finding($"booking {booking.Reference} is for service {booking.ServiceId}, which is not there");
            }

            foreach (Guid resource in facts.BookingResources[booking.Id].Select(each => each.ResourceId).Where(id => !facts.Resources.ContainsKey(id)))
            {
                yield return new Finding($"booking {booking.Reference} names resource {resource}, which is not there");
            }

            if (booking.EndsAt <= booking.StartsAt)
            {
                yield return new Finding($"booking {booking.Reference} ends before it begins");
            }

            if (!facts.Sites.TryGetValue(booking.SiteId, out Site? site))
            {
                yield return new Finding($"booking {booking.Reference} is at site {booking.SiteId}, which is not there");
            }
            else if (Moved(facts, booking, site) is { } moved)
            {
                yield return moved;
            }
        }
    }

    /// <summary>Zone rules that changed after it was made: nobody's fault, and somebody has to decide.</summary>
    private static Finding? Moved(CheckFacts facts, BookingRow booking, Site site)
    {
        var start = Instant.FromUnixTimeMilliseconds(booking.StartsAt);
        if (start < facts.Now || booking.HoldsClaims != true || SiteTime.FindZone(site.TimeZone) is not { } zone)
        {
            return null;
        }

        string local = Wall.Format(start.InZone(zone).LocalDateTime);
        return local == booking.LocalStart
            ? null
            : new Finding($"booking {booking.Reference} was made for {booking.LocalStart} and is at {local} now: the rules of {site.TimeZone} have changed", IsWarning: true);
    }

    private static IEnumerable<Finding> OfOthers(CheckFacts facts)
    {
        foreach (IGrouping<Guid, OutsideBusyTime> busy in facts.Busy.Where(busy => !facts.Resources.ContainsKey(busy.ResourceId)).GroupBy(busy => busy.ResourceId))
        {
            yield return new Finding($"orphan: {busy.Count()} outside busy times belong to resource {busy.Key}, which is not there");
        }

        foreach (Session session in facts.Sessions.Values)
        {
            if (!facts.Offers.ContainsKey(session.ServiceId) || !facts.Sites.ContainsKey(session.SiteId))
            {
                yield return new Finding($"the {facts.NameOf(session)} belongs to a service or site that is not there");
            }
        }

        foreach (TakenTime taken in facts.Times.Where(taken => !facts.Offers.ContainsKey(taken.ServiceId) || !facts.Sites.ContainsKey(taken.SiteId)))
        {
            yield return new Finding($"{facts.NameOf(taken.OwnerId)} takes time for a service or at a site that is not there");
        }
    }
}
