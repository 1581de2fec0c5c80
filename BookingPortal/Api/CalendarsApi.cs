using System.Text;
using BookingPortal.Api.Front;
using BookingPortal.Api.Problems;
using BookingPortal.Core.CalendarSync;

namespace BookingPortal.Api;

/// <summary>The feeds that calendar programs read. The token in the address is all they have to show.</summary>
internal static class CalendarsApi
{
    private const string ContentType = "text/calendar; charset=utf-8";
    private const string Ending = ".ics";
    private const int LongestToken = 100;

    public static async Task<IResult> ReadAsync(string feed, ReadCalendarFeed readCalendarFeed, CancellationToken cancellationToken)
    {
        string? text = feed.Length <= LongestToken && feed.EndsWith(Ending, StringComparison.Ordinal)
            ? await readCalendarFeed.RunAsync(feed[..^Ending.Length], cancellationToken)
            : null;
        return text is null
            ? ApiReply.Of(ProblemTypes.Make(ProblemTypes.NotFound, "There is no such calendar, or not any more."))
            : new ApiReply(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(text), ContentType);
    }
}
