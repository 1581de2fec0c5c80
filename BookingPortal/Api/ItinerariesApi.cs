using BookingPortal.Api.Front;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using NodaTime;

namespace BookingPortal.Api;

/// <summary>Journeys of several legs, booked together or not at all.</summary>
internal sealed class ItinerariesApi(
    BookItinerary bookItinerary, ReadCatalog readCatalog, FindApiKey findApiKey, IdempotentPosts posts, BookingForms forms)
{
    public async Task<IResult> CreateAsync(HttpContext http)
    {
        if (!(await ApiCaller.ReadAsync(http, findApiKey)).TryGet(out ApiCaller? caller, out Problem? problem)
            || !(await ReadBody.AsAsync(http, ApiJson.Incoming.ItineraryRequest)).TryGet(out (byte[] Bytes, ItineraryRequest Value) body, out problem)
            || !(await ReadAsync(body.Value, caller, http.RequestAborted)).TryGet(out BookItinerary.Request? request, out problem))
        {
            return ApiReply.Of(problem);
        }

        return await posts.RunAsync(http, caller, body.Bytes, forms.Journey, keeper => BookAsync(http, request, keeper));
    }

    private async Task<IdempotentPosts.Done<ItineraryAnswer>> BookAsync(
        HttpContext http, BookItinerary.Request request, IdempotentPosts.Keeper<ItineraryAnswer>? keeper)
    {
        BookItinerary.Ending ending = await bookItinerary.RunAsync(
            request with { AtCommit = keeper?.Ticket.Keep<BookItinerary.Booked>(StatusCodes.Status201Created, booked => keeper.Write(Describe(booked))) },
            http.RequestAborted);
        return ending.Outcome.Match<IdempotentPosts.Done<ItineraryAnswer>>(
            booked => new(StatusCodes.Status201Created, Describe(booked), null),
            refusal => Explain(refusal, ending.Leg, request));
    }

    private Problem Explain(Refusal refusal, int? leg, BookItinerary.Request request)
    {
        if (leg is not { } number)
        {
            return refusal.Match(new RefusalProblems(DateTimeZone.Utc));
        }

        SlotRequest asked = request.Legs[number];
        CatalogSnapshot catalog = readCatalog.Latest!;
        var words = new RefusalProblems(SlotFields.ZoneOf(asked, catalog), SlotFields.MissingField(asked, catalog), $"legs[{number}].");
        return refusal.Match(words) with { Leg = number };
    }

    private async Task<Either<BookItinerary.Request>> ReadAsync(ItineraryRequest given, ApiCaller caller, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var legs = new List<SlotRequest>();
        if (given.Legs is not { Length: > 0 and <= BookItinerary.MostLegs } wanted)
        {
            errors.Add("legs", $"This is required: 1 to {BookItinerary.MostLegs} legs.");
        }
        else
        {
            for (int i = 0; i < wanted.Length; i++)
            {
                if (wanted[i] is { } leg)
                {
                    legs.Add(await SlotFields.ReadAsync(errors, leg, readCatalog, cancellationToken, $"legs[{i}]."));
                }
                else
                {
                    errors.Add($"legs[{i}]", "This is an object with site, service and start.");
                }
            }
        }

        Customer customer = BookingFields.Customer(errors, given.Customer);
        string? notes = BookingFields.Notes(errors, given.Notes, given.Answers);
        BookingFields.Payment(errors, given.Payment);
        return errors.Any
            ? errors.ToProblem()
            : new BookItinerary.Request(legs, customer, "api", caller.By, notes);
    }

    private ItineraryAnswer Describe(BookItinerary.Booked booked) =>
        new(booked.Id, [.. booked.Bookings.Select(booking => BookingWords.Describe(booking, readCatalog.Latest!))]);
}
