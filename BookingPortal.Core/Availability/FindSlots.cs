using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Which times of a service can be booked at a site: the read behind every page and call that shows a time.</summary>
public sealed class FindSlots(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, ReadSlotFacts readFacts, IClock clock)
{
    /// <param name="From">The first site-local date, inclusive.</param>
    /// <param name="To">The last site-local date, inclusive; at most <see cref="SlotQuestion.MostDays"/> days.</param>
    /// <param name="Resource">Slug of one primary resource; null = anyone.</param>
    /// <param name="IgnoreBooking">A booking that is being moved.</param>
    public sealed record Request(
        string Site, string Service, LocalDate From, LocalDate To, string? Resource = null, int Seats = 1, Guid? IgnoreBooking = null);

    /// <summary>The times, with whatever it takes to print them.</summary>
    public sealed record Found(CatalogSnapshot Catalog, Site Site, Service Service, DateTimeZone Zone, SlotAnswer Answer);

    /// <summary>How full the dates are, with whatever it takes to print them.</summary>
    public sealed record FoundDays(CatalogSnapshot Catalog, Site Site, Service Service, DateTimeZone Zone, MonthAnswer Answer);

    /// <summary>The bookable times, ascending.</summary>
    public async Task<Outcome<Found>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        Outcome<Read> read = await ReadAsync(request, cancellationToken);
        return read.Match<Outcome<Found>>(
            it => new Found(it.Catalog, it.Site, it.Service, it.Facts.Site.Zone, SlotSearch.Find(it.Facts, it.Question)),
            refusal => refusal);
    }

    /// <summary>The dates that have a time, and how full they are.</summary>
    public async Task<Outcome<FoundDays>> DaysAsync(Request request, CancellationToken cancellationToken = default)
    {
        Outcome<Read> read = await ReadAsync(request, cancellationToken);
        return read.Match<Outcome<FoundDays>>(
            it => new FoundDays(it.Catalog, it.Site, it.Service, it.Facts.Site.Zone, SlotSearch.Days(it.Facts, it.Question)),
            refusal => refusal);
    }

    /// <summary>The first bookable time on or after <see cref="Request.From"/>, however far the window reaches; null when there is none. <see cref="Request.To"/> is not looked at.</summary>
    public async Task<Outcome<Slot?>> NextAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        int window = catalog.FindService(request.Service)?.WindowDays ?? 0;
        Site? site = catalog.FindSite(request.Site);
        LocalDate today = site is null ? request.From : SiteTime.DateOf(clock.GetCurrentInstant(), CatalogFacts.ZoneOf(site));
        LocalDate from = LocalDate.Max(request.From, today);
        do
        {
            LocalDate to = from.PlusDays(SlotQuestion.MostDays - 1);
            Outcome<Found> found = await RunAsync(request with { From = from, To = to }, cancellationToken);
            if (!found.TryGet(out Found? some, out Refusal? refusal))
            {
                return refusal;
            }

            if (some.Answer.Slots.Count > 0)
            {
                return some.Answer.Slots[0];
            }

            from = to.PlusDays(1);
        }
        while (from <= today.PlusDays(window));
        return Outcome<Slot?>.Done(null);
    }

    private async Task<Outcome<Read>> ReadAsync(Request request, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        if (!Resolve(request, catalog).TryGet(out (Site Site, Service Service, Guid? Resource) names, out Refusal? refusal))
        {
            return refusal;
        }

        Instant now = clock.GetCurrentInstant();
        var question = new SlotQuestion(now, request.From, request.To, names.Resource, request.Seats, request.IgnoreBooking);
        if (question.Problem() is { } problem)
        {
            return new Refusal.Invalid(request.Seats < 1 ? "seats" : "to", problem);
        }

        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        var facts = new ReadSlotFacts.Request(catalog, names.Site, names.Service, request.From, request.To, now, request.IgnoreBooking);
        return new Read(catalog, names.Site, names.Service, await readFacts.RunAsync(db, facts, cancellationToken), question);
    }

    private static Outcome<(Site Site, Service Service, Guid? Resource)> Resolve(Request request, CatalogSnapshot catalog)
    {
        if (catalog.FindSite(request.Site) is not { } site)
        {
            return new Refusal.NotFound($"site {request.Site}");
        }

        if (catalog.FindService(request.Service) is not { } service || !service.Sites.Contains(site.Id))
        {
            return new Refusal.NotFound($"service {request.Service} at {site.Name}");
        }

        if (request.Resource is null)
        {
            return (site, service, (Guid?)null);
        }

        return catalog.FindResource(request.Resource) is { } resource && catalog.PrimaryResources(service, site).Contains(resource)
            ? (site, service, (Guid?)resource.Id)
            : new Refusal.NotFound($"{request.Resource} for {service.Name} at {site.Name}");
    }

    private sealed record Read(CatalogSnapshot Catalog, Site Site, Service Service, SlotFacts Facts, SlotQuestion Question);
}
