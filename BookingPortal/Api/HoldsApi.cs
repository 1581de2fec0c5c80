using BookingPortal.Api.Front;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using NodaTime;

namespace BookingPortal.Api;

/// <summary>Keeping a time while somebody fills in their details.</summary>
internal sealed class HoldsApi(
    PlaceHold placeHold, ReleaseHold releaseHold, ReadCatalog readCatalog, PortalTokens tokens, FindApiKey findApiKey, IdempotentPosts posts)
{
    private const string TokenHeader = "X-Hold-Token";

    private IdempotentPosts.Form<HoldAnswer> Form => field ??= new(
        ApiJson.Outgoing.HoldAnswer,
        (_, hold) => hold with { Token = tokens.ForHold(hold.Id) },
        _ => null,
        hold => $"/api/v1/holds/{hold.Id}");

    public async Task<IResult> PlaceAsync(HttpContext http)
    {
        if (!(await ApiCaller.ReadAsync(http, findApiKey)).TryGet(out ApiCaller? caller, out Problem? problem)
            || !(await ReadBody.AsAsync(http, ApiJson.Incoming.HoldRequest)).TryGet(out (byte[] Bytes, HoldRequest Value) body, out problem))
        {
            return ApiReply.Of(problem);
        }

        var errors = new FieldErrors();
        SlotRequest slot = await SlotFields.ReadAsync(errors, body.Value, readCatalog, http.RequestAborted);
        return errors.Any
            ? ApiReply.Of(errors.ToProblem())
            : await posts.RunAsync(http, caller, body.Bytes, Form, keeper => PlaceAsync(http, caller, slot, keeper));
    }

    public async Task<IResult> ReleaseAsync(string id, HttpContext http)
    {
        if (!Guid.TryParse(id, out Guid holdId))
        {
            return ApiReply.Of(ProblemTypes.Make(ProblemTypes.NotFound, "There is no such hold."));
        }

        string? token = http.Request.Headers[TokenHeader];
        if (string.IsNullOrEmpty(token))
        {
            return ApiReply.Of(ProblemTypes.Make(ProblemTypes.Unauthorized, $"Show the hold's token in {TokenHeader}."));
        }

        // The token is made from the id alone, so a wrong one is told apart even where the hold is gone.
        if (!tokens.OpensHold(holdId, token))
        {
            return ApiReply.Of(ProblemTypes.Make(ProblemTypes.Forbidden, "This token does not open this hold."));
        }

        await releaseHold.RunAsync(holdId, http.RequestAborted);
        return Results.NoContent();
    }

    private async Task<IdempotentPosts.Done<HoldAnswer>> PlaceAsync(
        HttpContext http, ApiCaller caller, SlotRequest slot, IdempotentPosts.Keeper<HoldAnswer>? keeper)
    {
        Outcome<Hold> outcome = await placeHold.RunAsync(
            new PlaceHold.Request(
                slot,
                caller.VisitorOf(http),
                keeper?.Ticket.Keep<Hold>(StatusCodes.Status201Created, hold => keeper.Write(Describe(hold)))),
            http.RequestAborted);
        return outcome.Match<IdempotentPosts.Done<HoldAnswer>>(
            hold => new(StatusCodes.Status201Created, Describe(hold), null),
            refusal => refusal.Match(new RefusalProblems(
                SlotFields.ZoneOf(slot, readCatalog.Latest!), SlotFields.MissingField(slot, readCatalog.Latest!))));
    }

    private HoldAnswer Describe(Hold hold)
    {
        CatalogSnapshot catalog = readCatalog.Latest!;
        DateTimeZone zone = CatalogFacts.ZoneOf(catalog.Site(hold.SiteId));
        return new HoldAnswer(
            hold.Id,
            null,
            At(hold.ExpiresAt, zone),
            At(hold.StartsAt, zone),
            At(hold.EndsAt, zone),
            [.. hold.Resources.Select(id => catalog.Resource(id).Slug)]);
    }

    private static OffsetDateTime At(Instant instant, DateTimeZone zone) => instant.InZone(zone).ToOffsetDateTime();
}
