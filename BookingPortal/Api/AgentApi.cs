using BookingPortal.Api.Front;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using NodaTime;

namespace BookingPortal.Api;

/// <summary>What the system of a linked site calls: that it is there, and what it has booked meanwhile. Every entry has a name of its own, so that the same batch again does nothing twice.</summary>
internal sealed class AgentApi(
    HearFromSite hearFromSite, TakeSiteBookings takeSiteBookings, ReadCatalog readCatalog, FindApiKey findApiKey, IdempotentPosts posts)
{
    private const int LongestSoftware = 120;
    private static readonly HeartbeatRequest Nothing = new((string?)null);

    private static IdempotentPosts.Form<HeartbeatAnswer> HeartbeatForm => field ??= new(ApiJson.Outgoing.HeartbeatAnswer, (_, answer) => answer, _ => null, _ => null);

    private static IdempotentPosts.Form<AgentBookingsAnswer> BookingsForm => field ??= new(ApiJson.Outgoing.AgentBookingsAnswer, (_, answer) => answer, _ => null, _ => null);

    public async Task<IResult> HeartbeatAsync(string site, HttpContext http)
    {
        if (!(await EnterAsync(http, site)).TryGet(out Entered? entered, out Problem? problem)
            || !(await ReadBody.AsAsync(http, ApiJson.Incoming.HeartbeatRequest, Nothing)).TryGet(out (byte[] Bytes, HeartbeatRequest Value) body, out problem))
        {
            return ApiReply.Of(problem);
        }

        var errors = new FieldErrors();
        string? software = errors.Optional("software", body.Value.Software, LongestSoftware);
        if (errors.Any)
        {
            return ApiReply.Of(errors.ToProblem());
        }

        return await posts.RunAsync(http, entered.Caller, body.Bytes, HeartbeatForm, async keeper =>
        {
            var request = new HearFromSite.Request(
                site, software, keeper?.Ticket.Keep<HearFromSite.Heard>(StatusCodes.Status200OK, heard => keeper.Write(Describe(heard))));
            return (await hearFromSite.RunAsync(request, http.RequestAborted)).Match<IdempotentPosts.Done<HeartbeatAnswer>>(
                heard => new(StatusCodes.Status200OK, Describe(heard), null), refusal => Refuse(refusal));
        });
    }

    public async Task<IResult> BookingsAsync(string site, HttpContext http)
    {
        if (!(await EnterAsync(http, site)).TryGet(out Entered? entered, out Problem? problem)
            || !(await ReadBody.AsAsync(http, ApiJson.Incoming.AgentBookingsRequest)).TryGet(out (byte[] Bytes, AgentBookingsRequest Value) body, out problem)
            || !(await ReadAsync(entered.Site, body.Value)).TryGet(out IReadOnlyList<TakeSiteBookings.Entry>? entries, out problem))
        {
            return ApiReply.Of(problem);
        }

        return await posts.RunAsync(http, entered.Caller, body.Bytes, BookingsForm, async keeper =>
        {
            Outcome<IReadOnlyList<TakeSiteBookings.Answer>> taken = await takeSiteBookings.RunAsync(new TakeSiteBookings.Request(site, entries, entered.Caller.By), http.RequestAborted);
            if (!taken.TryGet(out IReadOnlyList<TakeSiteBookings.Answer>? results, out Refusal? refusal))
            {
                return Refuse(refusal);
            }

            var answer = new AgentBookingsAnswer([.. results.Select(result => new AgentResult(result.Id, result.Outcome, result.Reference, result.Why))]);
            await (keeper?.Ticket.KeepAfterwardsAsync(StatusCodes.Status200OK, keeper.Write(answer)) ?? Task.CompletedTask);
            return new IdempotentPosts.Done<AgentBookingsAnswer>(StatusCodes.Status200OK, answer, null);
        });
    }

    /// <summary>A key that is bound to sites hears nothing of others, not even whether they are there.</summary>
    private async Task<Either<Entered>> EnterAsync(HttpContext http, string slug)
    {
        if (!(await ApiCaller.WithScopeAsync(http, findApiKey, ApiScopes.Agent)).TryGet(out ApiCaller? caller, out Problem? problem))
        {
            return problem;
        }

        Site? site = (await readCatalog.RunAsync(http.RequestAborted)).FindSite(slug);
        if (caller.Key!.Sites.Count > 0 && (site is null || !caller.Key.SpeaksFor(site.Id)))
        {
            return ProblemTypes.Make(ProblemTypes.Forbidden, $"This key is bound to other sites; it does not speak for {slug}.");
        }

        return site is null ? ProblemTypes.Make(ProblemTypes.NotFound, "There is no such site.") : new Entered(caller, site);
    }

    private static HeartbeatAnswer Describe(HearFromSite.Heard heard) =>
        new(heard.Site.Slug, BookingWords.At(heard.At, CatalogFacts.ZoneOf(heard.Site)), (int)heard.NextWithin.TotalMinutes);

    private static Problem Refuse(Refusal refusal) => refusal.Match(new RefusalProblems(DateTimeZone.Utc, "site"));

    private static async Task<Either<IReadOnlyList<TakeSiteBookings.Entry>>> ReadAsync(Site site, AgentBookingsRequest given)
    {
        var errors = new FieldErrors();
        var entries = new List<TakeSiteBookings.Entry>();
        if (given.Entries is not { Length: > 0 and <= TakeSiteBookings.MostAtOnce } told)
        {
            errors.Add("entries", $"This is required: 1 to {TakeSiteBookings.MostAtOnce} bookings.");
            return errors.ToProblem();
        }

        for (int i = 0; i < told.Length; i++)
        {
            if (told[i] is { } entry)
            {
                entries.Add(await ReadAsync(errors, entry, $"entries[{i}].", CatalogFacts.ZoneOf(site)));
            }
            else
            {
                errors.Add($"entries[{i}]", "This is an object with id, service, start and customer.");
            }
        }

        return errors.Any ? errors.ToProblem() : entries;
    }

    private static async Task<TakeSiteBookings.Entry> ReadAsync(FieldErrors errors, AgentEntryRequest given, string prefix, DateTimeZone zone)
    {
        string id = errors.Required(prefix + "id", given.Id, SiteEntry.LongestId);
        if (id.Any(letter => letter is < '!' or > '~'))
        {
            errors.Add(prefix + "id", "An id has printable ASCII characters and no spaces.");
        }

        string service = errors.Required(prefix + "service", given.Service, SlotFields.LongestSlug);
        string? resource = errors.Optional(prefix + "resource", given.Resource, SlotFields.LongestSlug);
        if (given.Seats is < 1 or > 10_000)
        {
            errors.Add(prefix + "seats", "A party has 1 to 10000 people.");
        }

        Instant? start = await QueryText.InstantAsync(errors, prefix + "start", given.Start, () => Task.FromResult<DateTimeZone?>(zone));
        Instant? madeAt = given.MadeAt is null
            ? null
            : await QueryText.InstantAsync(errors, prefix + "madeAt", given.MadeAt, () => Task.FromResult<DateTimeZone?>(zone));
        var own = new FieldErrors();
        Customer customer = BookingFields.Customer(own, given.Customer);
        string? notes = BookingFields.Notes(own, given.Notes, null);
        errors.AddAll(own, prefix);
        return new TakeSiteBookings.Entry(
            id, new SiteBooking(service, start?.ToUnixTimeMilliseconds() ?? 0, resource, given.Seats ?? 1, customer, notes, madeAt?.ToUnixTimeMilliseconds()));
    }

    private sealed record Entered(ApiCaller Caller, Site Site);
}
