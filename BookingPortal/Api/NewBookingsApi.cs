using BookingPortal.Api.Front;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using NodaTime;

namespace BookingPortal.Api;

/// <summary>Booking a held time, or any time in one call.</summary>
internal sealed class NewBookingsApi(
    BookSlot bookSlot, ReadCatalog readCatalog, PortalTokens tokens, FindApiKey findApiKey, IdempotentPosts posts, BookingForms forms)
{
    private const int LongestToken = 200;

    public async Task<IResult> CreateAsync(HttpContext http)
    {
        if (!(await ApiCaller.ReadAsync(http, findApiKey)).TryGet(out ApiCaller? caller, out Problem? problem)
            || !(await ReadBody.AsAsync(http, ApiJson.Incoming.BookingRequest)).TryGet(out (byte[] Bytes, BookingRequest Value) body, out problem)
            || !(await ReadAsync(body.Value, caller, http.RequestAborted)).TryGet(out BookSlot.Request? request, out problem))
        {
            return ApiReply.Of(problem);
        }

        // The hold is no caller: one key over two holds is one key with two bodies. Who asks again for theirs from elsewhere finds its booking.
        return await posts.RunAsync(http, caller, body.Bytes, forms.Made, keeper => BookAsync(http, request, keeper));
    }

    private async Task<IdempotentPosts.Done<BookingAnswer>> BookAsync(
        HttpContext http, BookSlot.Request request, IdempotentPosts.Keeper<BookingAnswer>? keeper)
    {
        Outcome<Booking> outcome = await bookSlot.RunAsync(
            request with { AtCommit = keeper?.Ticket.Keep<Booking>(StatusCodes.Status201Created, booking => keeper.Write(Describe(booking))) },
            http.RequestAborted);
        return outcome.Match<IdempotentPosts.Done<BookingAnswer>>(
            booking => new(StatusCodes.Status201Created, Describe(booking), null),
            refusal => refusal.Match(request.Slot is { } slot
                ? new RefusalProblems(SlotFields.ZoneOf(slot, readCatalog.Latest!), SlotFields.MissingField(slot, readCatalog.Latest!))
                : new RefusalProblems(DateTimeZone.Utc)));
    }

    private async Task<Either<BookSlot.Request>> ReadAsync(BookingRequest given, ApiCaller caller, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        Guid? holdId = null;
        SlotRequest? slot = null;
        if (given.Hold is null)
        {
            slot = await SlotFields.ReadAsync(errors, given, readCatalog, cancellationToken);
        }
        else
        {
            holdId = ReadHold(errors, given);
        }

        Customer customer = BookingFields.Customer(errors, given.Customer);
        string? notes = BookingFields.Notes(errors, given.Notes, given.Answers);
        BookingFields.Payment(errors, given.Payment);
        if (given.Overbook is { } over && (errors.Optional("overbook.reason", over.Reason, LongestToken) is var reason) && Overbook.ReasonProblem(reason) is { } missing)
        {
            errors.Add("overbook.reason", missing.Problem);
        }

        if (given is { Overbook: not null, Hold: not null })
        {
            errors.Add("overbook", "A held time is nobody else's; leave this out, or book without a hold.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (given.Overbook is not null && !caller.May(ApiScopes.Admin))
        {
            return ProblemTypes.Make(ProblemTypes.Forbidden, $"To put a booking over others a key needs the scope {ApiScopes.Admin}.");
        }

        return holdId is { } id && !tokens.OpensHold(id, given.Hold!.Token)
            ? ProblemTypes.Make(ProblemTypes.Forbidden, "This token does not open this hold.")
            : new BookSlot.Request(holdId, slot, customer, "api", caller.By, notes, Overbooks: given.Overbook?.Reason?.Trim());
    }

    private static Guid? ReadHold(FieldErrors errors, BookingRequest given)
    {
        (string Field, bool IsGiven)[] others =
        [
            ("site", given.Site is not null), ("service", given.Service is not null), ("start", given.Start is not null),
            ("resource", given.Resource is not null), ("seats", given.Seats is not null),
        ];
        foreach ((string field, _) in others.Where(other => other.IsGiven))
        {
            errors.Add(field, "The hold says this already; leave it out, or book without a hold.");
        }

        errors.Required("hold.token", given.Hold!.Token, LongestToken);
        if (Guid.TryParse(given.Hold.Id, out Guid id))
        {
            return id;
        }

        errors.Add("hold.id", given.Hold.Id is null ? "This is required." : "This is no id of a hold.");
        return null;
    }

    private BookingAnswer Describe(Booking booking) => BookingWords.Describe(booking, readCatalog.Latest!);
}
