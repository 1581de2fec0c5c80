using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Answers staff who ask why a time, or a whole day, is not offered to customers.</summary>
public sealed class ExplainTime(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, ReadSlotFacts readFacts, IClock clock)
{
    /// <param name="Date">The site-local date.</param>
    /// <param name="Time">The site-local time on it; null asks about the whole day.</param>
    /// <param name="Resource">Slug of one primary resource; null = anyone.</param>
    /// <param name="SecondPass">Of a time that the wall clock shows twice, the second; of any other time it means nothing.</param>
    public sealed record Request(
        string Site, string Service, LocalDate Date, LocalTime? Time = null, string? Resource = null, int Seats = 1, bool SecondPass = false);

    /// <param name="Day">Why the date offers what it offers.</param>
    /// <param name="Start">The instant asked about; null for a whole day.</param>
    /// <param name="Verdict">What the rules say of that instant; null for a whole day.</param>
    public sealed record Explained(Site Site, Service Service, DateTimeZone Zone, DayVerdict Day, Instant? Start, SlotVerdict? Verdict);

    public async Task<Outcome<Explained>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        if (catalog.FindSite(request.Site) is not { } site)
        {
            return new Refusal.NotFound($"site {request.Site}");
        }

        if (catalog.FindService(request.Service) is not { } service || !service.Sites.Contains(site.Id))
        {
            return new Refusal.NotFound($"service {request.Service} at {site.Name}");
        }

        Resource? resource = request.Resource is null ? null : catalog.FindResource(request.Resource);
        if (request.Resource is not null && resource is null)
        {
            return new Refusal.NotFound($"{request.Resource} for {service.Name} at {site.Name}");
        }

        Instant now = clock.GetCurrentInstant();
        var question = new SlotQuestion(now, request.Date, request.Date, resource?.Id, request.Seats);
        if (question.Problem() is { } problem)
        {
            return new Refusal.Invalid(request.Seats < 1 ? "seats" : "date", problem);
        }

        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        SlotFacts facts = await readFacts.RunAsync(
            db, new ReadSlotFacts.Request(catalog, site, service, request.Date, request.Date, now), cancellationToken);
        Instant? start = request.Time is { } time ? StartOf(request.Date + time, request.SecondPass, facts.Site.Zone) : null;
        return new Explained(
            site,
            service,
            facts.Site.Zone,
            SlotSearch.JudgeDay(facts, question, request.Date),
            start,
            start is { } instant ? SlotSearch.Judge(facts, question, instant) : null);
    }
    private static Instant StartOf(LocalDateTime local, bool secondPass, DateTimeZone zone) =>
        secondPass ? SiteTime.ToLaterInstant(local, zone) : SiteTime.ToInstant(local, zone);
}
