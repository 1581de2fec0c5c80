using System.Globalization;
using BookingPortal.Api.Front;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Sites;

namespace BookingPortal.Api;

/// <summary>The stream of everything that happened, for systems that follow along.</summary>
internal static class EventsApi
{
    private const int StandardLimit = 100;

    public static async Task<IResult> ListAsync(
        HttpContext http, string? after, string? limit, ReadEvents readEvents, ReadCatalog readCatalog, FindApiKey findApiKey)
    {
        if (!(await ApiCaller.WithScopeAsync(http, findApiKey, ApiScopes.ReadBookings)).TryGet(out _, out Problem? problem))
        {
            return ApiReply.Of(problem);
        }

        var errors = new FieldErrors();
        long last = 0;
        if (!string.IsNullOrEmpty(after) && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out last))
        {
            errors.Add("after", "This is the sequence of the last event that you have: 0 or a larger whole number.");
        }

        int most = QueryText.Number(errors, "limit", limit, 1, ReadEvents.MostAtOnce) ?? StandardLimit;
        if (errors.Any)
        {
            return ApiReply.Of(errors.ToProblem());
        }

        IReadOnlyList<ReadEvents.Item> items = await readEvents.RunAsync(last, most, http.RequestAborted);
        CatalogSnapshot catalog = await readCatalog.RunAsync(http.RequestAborted);
        return ApiReply.Of(
            StatusCodes.Status200OK,
            new EventPage([.. items.Select(item => BookingWords.Describe(item, catalog))], items.Count > 0 ? items[^1].Sequence : last),
            ApiJson.Outgoing.EventPage);
    }
}
