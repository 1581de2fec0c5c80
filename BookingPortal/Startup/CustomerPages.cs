using BookingPortal.BookOnline;
using BookingPortal.BookOnline.Parts;
using BookingPortal.Controls;

namespace BookingPortal.Startup;

/// <summary>What the customer's journey needs beside its pages: what they ask, the calendar file, and care with secret addresses.</summary>
internal static class CustomerPages
{
    public static void AddCustomerPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LookUpTimes>();
        builder.Services.AddSingleton<HoldActs>();
        builder.Services.AddSingleton<CarriedDetails>();
        builder.Services.AddSingleton<PageStyle>();
        builder.Services.AddSingleton<VisitorCookie>();
        builder.Services.AddSingleton<FindTries>();
    }

    public static void MapCustomerPages(this WebApplication app)
    {
        CalendarDownload.Map(app);
        OneClickUnsubscribe.Map(app);
    }

    /// <summary>Before anything that must see the page that answers in place of a missing one: sign-in, antiforgery.</summary>
    public static void UseCustomerPages(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute(NothingHere.Address, createScopeForStatusCodePages: true);
        app.Use(static (context, next) =>
        {
            if (IsSecret(context))
            {
                IHeaderDictionary headers = context.Response.Headers;
                context.Response.OnStarting(static state =>
                {
                    // Pages with a form have said it already, in words of their own.
                    IHeaderDictionary late = ((HttpContext)state).Response.Headers;
                    late.CacheControl = late.CacheControl.Count == 0 ? "no-store" : late.CacheControl;
                    return Task.CompletedTask;
                }, context);
                headers["Referrer-Policy"] = "no-referrer";
                headers["X-Robots-Tag"] = "noindex, nofollow";
            }

            return next(context);
        });
    }

    /// <summary>Whether the address itself opens a hold or a booking.</summary>
    internal static bool IsSecret(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TokenPageAttribute>() is not null;
}
