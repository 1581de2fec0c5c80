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

/// <summary>What is done to a booking after it was made.</summary>
internal sealed class BookingStepsApi(
    CancelBooking cancelBooking,
    RescheduleBooking rescheduleBooking,
    ChangeBooking changeBooking,
    BookingDoor door,
    ReadCatalog readCatalog,
    IdempotentPosts posts)
{
    private static readonly ChangeReason NoReason = new((string?)null);

    public async Task<IResult> CancelAsync(string reference, HttpContext http, BookingForms forms)
    {
        if (!(await EnterAsync(http, reference, forCustomers: true, ApiJson.Incoming.ChangeReason, NoReason)).TryGet(out Entered<ChangeReason>? entered, out Problem? problem)
            || !Reason(entered.Body.Reason).TryGet(out string? reason, out problem))
        {
            return ApiReply.Of(problem);
        }

        ChangeRequest change = entered.Opened.Change(NullIfEmpty(reason), entered.SeenVersion);
        return await posts.RunAsync(http, entered.Opened.Caller, entered.Bytes, forms.Changed, async keeper => Done(
            await cancelBooking.RunAsync(new CancelBooking.Request(change, AtCommit: keeper?.Ticket.Keep(StatusCodes.Status200OK, Kept(keeper))), http.RequestAborted), entered.Opened));
    }

    public async Task<IResult> RescheduleAsync(string reference, HttpContext http, BookingForms forms)
    {
        if (!(await EnterAsync<RescheduleRequest>(http, reference, forCustomers: true, ApiJson.Incoming.RescheduleRequest, null))
            .TryGet(out Entered<RescheduleRequest>? entered, out Problem? problem))
        {
            return ApiReply.Of(problem);
        }

        BookingDoor.Opened opened = entered.Opened;
        var errors = new FieldErrors();
        string? reason = BookingFields.Reason(errors, entered.Body.Reason);
        string? resource = errors.Optional("resource", entered.Body.Resource, SlotFields.LongestSlug);
        DateTimeZone zone = CatalogFacts.ZoneOf(opened.Found.Site);
        Instant? start = await QueryText.InstantAsync(errors, "start", entered.Body.Start, () => Task.FromResult<DateTimeZone?>(zone));
        if (errors.Any)
        {
            return ApiReply.Of(errors.ToProblem());
        }

        var request = new RescheduleBooking.Request(opened.Change(reason, entered.SeenVersion), start!.Value, resource);
        return await posts.RunAsync(http, opened.Caller, entered.Bytes, forms.Changed, async keeper => Done(
            await rescheduleBooking.RunAsync(request with { AtCommit = keeper?.Ticket.Keep(StatusCodes.Status200OK, Kept(keeper)) }, http.RequestAborted), opened, "resource"));
    }

    /// <summary>The steps that are the business's alone: approve, decline, check in, complete, no-show.</summary>
    public async Task<IResult> ChangeAsync(string reference, BookingVerb verb, HttpContext http, BookingForms forms)
    {
        if (!(await EnterAsync(http, reference, forCustomers: false, ApiJson.Incoming.ChangeReason, NoReason)).TryGet(out Entered<ChangeReason>? entered, out Problem? problem)
            || !Reason(entered.Body.Reason).TryGet(out string? reason, out problem))
        {
            return ApiReply.Of(problem);
        }

        ChangeRequest change = entered.Opened.Change(NullIfEmpty(reason), entered.SeenVersion);
        return await posts.RunAsync(http, entered.Opened.Caller, entered.Bytes, forms.Changed, async keeper => Done(
            await changeBooking.RunAsync(new ChangeBooking.Request(change, verb, keeper?.Ticket.Keep(StatusCodes.Status200OK, Kept(keeper))), http.RequestAborted), entered.Opened));
    }

    private async Task<Either<Entered<T>>> EnterAsync<T>(
        HttpContext http, string reference, bool forCustomers, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> form, T? whenEmpty)
        where T : class
    {
        if (!(await door.OpenAsync(http, reference, forCustomers, ApiScopes.WriteBookings)).TryGet(out BookingDoor.Opened? opened, out Problem? problem)
            || !(await ReadBody.AsAsync(http, form, whenEmpty)).TryGet(out (byte[] Bytes, T Value) body, out problem)
            || !BookingDoor.SeenVersion(http).TryGet(out BookingDoor.Version? seen, out problem))
        {
            return problem;
        }

        return new Entered<T>(opened, body.Bytes, body.Value, seen.Number);
    }

    private static Either<string> Reason(string? given)
    {
        var errors = new FieldErrors();
        string reason = BookingFields.Reason(errors, given) ?? "";
        return errors.Any ? errors.ToProblem() : reason;
    }

    /// <summary>The answer as it is kept under an idempotency key.</summary>
    private Func<Booking, string> Kept(IdempotentPosts.Keeper<BookingAnswer>? keeper) => booking => keeper!.Write(Describe(booking));

    private IdempotentPosts.Done<BookingAnswer> Done(Outcome<Booking> outcome, BookingDoor.Opened opened, string? missingField = null) =>
        outcome.Match<IdempotentPosts.Done<BookingAnswer>>(
            booking => new(StatusCodes.Status200OK, Describe(booking), null),
            refusal => refusal.Match(new RefusalProblems(CatalogFacts.ZoneOf(opened.Found.Site), missingField)));

    private BookingAnswer Describe(Booking booking) => BookingWords.Describe(booking, readCatalog.Latest!);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private sealed record Entered<T>(BookingDoor.Opened Opened, byte[] Bytes, T Body, int? SeenVersion);
}
