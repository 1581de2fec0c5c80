using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Which times of a service can be booked at a site: the read behind every page and call that shows a time.</summary>
public sealed class FindSlots(
    IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, ReadSlotFacts readFacts, KeptAnswers keptAnswers, IClock clock)
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

    /// <summary>The bookable times, ascending. The same answer object comes again while it is true.</summary>
    public async Task<Outcome<Found>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        Outcome<(Asked, SlotAnswer)> found = await AnswerAsync(
            request, SlotSearch.Find, static answer => answer.TrueUntil, cancellationToken);
        return found.Match<Outcome<Found>>(
            it => new Found(it.Item1.Catalog, it.Item1.Site, it.Item1.Service, it.Item1.Zone, it.Item2), refusal => refusal);
    }

    /// <summary>The dates that have a time, and how full they are.</summary>
    public async Task<Outcome<FoundDays>> DaysAsync(Request request, CancellationToken cancellationToken = default)
    {
        Outcome<(Asked, MonthAnswer)> found = await AnswerAsync(
            request, SlotSearch.Days, static answer => answer.TrueUntil, cancellationToken);
        return found.Match<Outcome<FoundDays>>(
            it => new FoundDays(it.Item1.Catalog, it.Item1.Site, it.Item1.Service, it.Item1.Zone, it.Item2), refusal => refusal);
    }

    /// <summary>The first bookable time on or after <see cref="Request.From"/>, however far the window reaches; null when there is none. <see cref="Request.To"/> is not looked at.</summary>
    public async Task<Outcome<Slot?>> NextAsync(Request request, CancellationToken cancellationToken = default)
    {
        Slot? first = null;
        Refusal? refusal = await LookAheadAsync(
            request,
            found =>
            {
                first = found.Answer.Slots.Count > 0 ? found.Answer.Slots[0] : null;
                return first is not null;
            },
            cancellationToken);
        return refusal is null ? Outcome<Slot?>.Done(first) : refusal;
    }

    /// <summary>The same for every primary resource at once, in no more searches than the last of them takes; who has no time is absent.</summary>
    public async Task<Outcome<IReadOnlyDictionary<Guid, Slot>>> NextOfEachAsync(Request request, CancellationToken cancellationToken = default)
    {
        var firsts = new Dictionary<Guid, Slot>();
        Refusal? refusal = await LookAheadAsync(
            request,
            found =>
            {
                foreach (Slot slot in found.Answer.Slots)
                {
                    foreach (Guid resource in slot.Resources)
                    {
                        firsts.TryAdd(resource, slot);
                    }
                }

                return firsts.Count == found.Catalog.PrimaryResources(found.Service, found.Site).Count();
            },
            cancellationToken);
        return refusal is null ? Outcome<IReadOnlyDictionary<Guid, Slot>>.Done(firsts) : refusal;
    }

    /// <summary>Searches stretch after stretch until there is enough, or the window ends.</summary>
    private async Task<Refusal?> LookAheadAsync(Request request, Func<Found, bool> isEnough, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = readCatalog.Latest ?? await readCatalog.RunAsync(cancellationToken);
        Site? site = catalog.FindSite(request.Site);
        LocalDate last;
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

            if (isEnough(some))
            {
                return null;
            }

            last = today.PlusDays(some.Service.WindowDays);
            from = to.PlusDays(1);
        }
        while (from <= last);
        return null;
    }

    private async Task<Outcome<(Asked Asked, T Answer)>> AnswerAsync<T>(
        Request request, Func<SlotFacts, SlotQuestion, T> search, Func<T, Instant?> trueUntil, CancellationToken cancellationToken)
        where T : class
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        CatalogSnapshot catalog = readCatalog.Latest ?? await readCatalog.RunAsync(cancellationToken);
        Outcome<Asked> resolved = await ResolveAsync(db, request, catalog, cancellationToken);
        if (!resolved.TryGet(out Asked? asked, out Refusal? refusal))
        {
            return refusal;
        }

        Instant now = clock.GetCurrentInstant();
        var question = new SlotQuestion(now, request.From, request.To, asked.Resource, request.Seats, request.IgnoreBooking);
        if (question.Problem() is { } problem)
        {
            return new Refusal.Invalid(request.Seats < 1 ? "seats" : "to", problem);
        }

        var key = new KeptAnswers.Question(
            typeof(T), asked.Site.Id, asked.Service.Id, request.From, request.To, asked.Resource, request.Seats, request.IgnoreBooking);
        if (keptAnswers.Find<T>(key, asked.Stamps, now) is { } kept)
        {
            return (asked, kept);
        }

        var reading = new ReadSlotFacts.Request(
            asked.Catalog, asked.Site, asked.Service, request.From, request.To, now, request.IgnoreBooking, asked.Resource);
        T answer = search(await readFacts.RunAsync(db, reading, cancellationToken), question);
        Instant? until = Earlier(trueUntil(answer), await readFacts.NextExpiryAsync(db, reading, cancellationToken));
        keptAnswers.Keep(key, asked.Stamps, now, until, answer);
        return (asked, answer);
    }

    /// <summary>Looks the names up and reads the stamps, in one query as long as the catalog stands.</summary>
    private async Task<Outcome<Asked>> ResolveAsync(
        PortalContext db, Request request, CatalogSnapshot catalog, CancellationToken cancellationToken)
    {
        while (true)
        {
            Outcome<Asked> resolved = Resolve(request, catalog);
            Guid[] ids = resolved.TryGet(out Asked? asked, out _)
                ? [VersionStamp.Catalog, asked.Service.Id, .. CatalogSnapshot.ResourceIdsOf(asked.Service)]
                : [VersionStamp.Catalog];
            long[] stamps = await StampsOfAsync(db, ids, cancellationToken);
            long version = stamps[0];
            if (version == catalog.Version)
            {
                return asked is null ? resolved : asked with { Stamps = stamps };
            }

            catalog = await readCatalog.AtLeastAsync(db, version, cancellationToken);
        }
    }

    /// <summary>In the order of the ids; 0 where nothing was ever taken.</summary>
    private static async Task<long[]> StampsOfAsync(PortalContext db, Guid[] ids, CancellationToken cancellationToken)
    {
        long[] stamps = new long[ids.Length];
        await HotStatements.StampsOf.ReadAsync(
            db,
            [ids],
            row => stamps[Array.IndexOf(ids, row.Id(0))] = row.LongNumber(1),
            cancellationToken);
        return stamps;
    }

    private static Outcome<Asked> Resolve(Request request, CatalogSnapshot catalog)
    {
        if (catalog.FindSite(request.Site) is not { } site)
        {
            return new Refusal.NotFound($"site {request.Site}");
        }

        if (catalog.FindService(request.Service) is not { } service || !service.Sites.Contains(site.Id))
        {
            return new Refusal.NotFound($"service {request.Service} at {site.Name}");
        }

        var asked = new Asked(catalog, site, service, CatalogFacts.ZoneOf(site), null, []);
        if (request.Resource is null)
        {
            return asked;
        }

        return catalog.FindResource(request.Resource) is { } resource && catalog.PrimaryResources(service, site).Contains(resource)
            ? asked with { Resource = resource.Id }
            : new Refusal.Invalid("resource", $"There is no {request.Resource} for {service.Name} at {site.Name}.");
    }

    private static Instant? Earlier(Instant? one, Instant? other) =>
        one is null ? other : other is null ? one : Instant.Min(one.Value, other.Value);

    private sealed record Asked(
        CatalogSnapshot Catalog, Site Site, Service Service, DateTimeZone Zone, Guid? Resource, IReadOnlyList<long> Stamps);
}
