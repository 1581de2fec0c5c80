using BookingPortal.Core.Notifications.Notices;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BookingPortal.BookOnline;

/// <summary>
/// What a mail's List-Unsubscribe leads to: a mail program posts to it, without a cookie or a page in between (RFC 8058). A
/// person who follows it is led to the page; a program that only looks at links changes nothing.
/// </summary>
public static class OneClickUnsubscribe
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(KeepOptOut.OneClickPath, (HttpContext http) => TypedResults.Redirect(KeepOptOut.PagePath + http.Request.QueryString))
            .WithMetadata(new TokenPageAttribute()).ExcludeFromDescription();
        routes.MapPost(KeepOptOut.OneClickPath, TakeAsync).WithMetadata(new TokenPageAttribute()).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<Results<Ok, NotFound>> TakeAsync(string? address, string? topic, string? t, KeepOptOut keepOptOut, HttpContext http)
    {
        if (!keepOptOut.Opens(address, topic, t))
        {
            // A mail program wants the answer and no page in its place.
            http.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
            return TypedResults.NotFound();
        }

        await keepOptOut.RunAsync(address!, topic!, isOut: true, http.RequestAborted);
        return TypedResults.Ok();
    }
}
