using BookingPortal.Api.Front;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Api;

/// <summary>Which times can be booked.</summary>
internal static class SlotsApi
{
    private const int MostSeats = 10_000;

    public static async Task<IResult> ListAsync(
        string site, string service, string? from, string? to, string? resource, string? seats,
        FindSlots findSlots, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        LocalDate? first = QueryText.RequiredDate(errors, "from", from);
        LocalDate? last = QueryText.RequiredDate(errors, "to", to);
        int? party = QueryText.Number(errors, "seats", seats, 1, MostSeats);
        if (errors.Any)
        {
            return ApiReply.Of(errors.ToProblem());
        }

        var request = new FindSlots.Request(
            site, service, first!.Value, last!.Value, string.IsNullOrEmpty(resource) ? null : resource, party ?? 1);
        Outcome<FindSlots.Found> outcome = await findSlots.RunAsync(request, cancellationToken);
        return outcome.Match(
            found => ApiReply.OfJson(SlotsText.Of(found)),
            refusal => ApiReply.Of(refusal.Match(new RefusalProblems(DateTimeZone.Utc))));
    }
}
