using BookingPortal.BookOnline;
using BookingPortal.Core.Outcomes;

namespace BookingPortal.Startup;

/// <summary>Too much at once is no failure: the page says so, nothing was accepted, and the browser hears when to come back.</summary>
internal static class Politeness
{
    /// <summary>A queue of writes is worked off in less than this.</summary>
    private const string Seconds = "5";

    /// <summary>Inside of whatever makes failures into pages, so that this is not taken for one.</summary>
    public static void UsePoliteness(this WebApplication app) => app.Use(static async (http, next) =>
    {
        try
        {
            await next(http);
        }
        catch (OverloadedException) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.Headers.RetryAfter = Seconds;
            NothingHere.TellBusy(http);
        }
    });
}
