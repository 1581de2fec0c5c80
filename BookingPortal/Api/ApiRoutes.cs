using BookingPortal.Api.Describing;
using BookingPortal.Api.Front;
using BookingPortal.Api.Metering;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Sites;

namespace BookingPortal.Api;

/// <summary>Every address of the API, who may call it, and what it takes and gives.</summary>
internal static class ApiRoutes
{
    public static void MapApiRoutes(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder v1 = app.MapGroup("/api/v1");
        MapOffers(v1);
        MapBookings(v1);
        MapSteps(v1);
        MapSites(v1);
        MapAround(app);
    }

    private static void MapOffers(RouteGroupBuilder v1)
    {
        v1.MapGet("/sites", SitesApi.ListAsync)
            .Called("listSites", "Sites", "All sites").Gives<IReadOnlyList<SiteAnswer>>();
        v1.MapGet("/sites/{site}/services", SitesApi.ServicesAsync)
            .Called("listServices", "Sites", "What can be booked at a site").Gives<IReadOnlyList<ServiceAnswer>>().Refuses(404);
        v1.MapGet("/sites/{site}/services/{service}/slots", SlotsApi.ListAsync)
            .Called("listSlots", "Slots", "The times that can be booked between two dates of the site, 92 days at most").Gives<SlotsAnswer>().Refuses(400, 404, 422)
            .Query("from", "The first date, YYYY-MM-DD, inclusive", isRequired: true).Query("to", "The last date, YYYY-MM-DD, inclusive", isRequired: true)
            .Query("resource", "Only times with this resource, by slug").Query("seats", "The size of the party", isNumber: true);

        v1.MapPost("/holds", static (HoldsApi api, HttpContext http) => api.PlaceAsync(http))
            .Called("placeHold", "Holds", "Keep a time while the customer fills in their details").Takes<HoldRequest>().Gives<HoldAnswer>(201).Refuses(400, 409, 422).IsIdempotent().KeyOptional();
        v1.MapDelete("/holds/{id}", static (string id, HoldsApi api, HttpContext http) => api.ReleaseAsync(id, http))
            .Called("releaseHold", "Holds", "Give a kept time back; also when it is gone already").GivesNothing().Refuses(401, 403, 404).HoldToken();
    }

    private static void MapBookings(RouteGroupBuilder v1)
    {
        v1.MapPost("/bookings", static (NewBookingsApi api, HttpContext http) => api.CreateAsync(http))
            .Called("createBooking", "Bookings", "Book a held time, or a time in one call").Takes<BookingRequest>().Gives<BookingAnswer>(201).Refuses(400, 402, 403, 409, 422).IsIdempotent().KeyOptional();
        v1.MapGet("/bookings", static (BookingsApi api, HttpContext http, string? site, string? from, string? to, string? status, string? resource, string? after, string? limit) =>
            api.ListAsync(http, site, from, to, status, resource, after, limit))
            .Called("listBookings", "Bookings", "Bookings in the order of their starts").Gives<BookingPage>().Refuses(400).Key(ApiScopes.ReadBookings)
            .Query("site", "Slug of a site").Query("from", "Starts on this date of its site or later, or at this instant or later").Query("to", "Starts on this date of its site or earlier, or before this instant")
            .Query("status", "One status, or several with commas").Query("resource", "Slug of a resource").Query("after", "What stood in next of the page before").Query("limit", "1 to 200; 50 unless given", isNumber: true);
        v1.MapGet("/bookings/{reference}", static (string reference, BookingsApi api, HttpContext http) => api.ReadAsync(reference, http))
            .Called("readBooking", "Bookings", "One booking with its history").Gives<BookingAnswer>().Refuses(401, 403, 404).BookingToken(ApiScopes.ReadBookings);

        v1.MapPost("/itineraries", static (ItinerariesApi api, HttpContext http) => api.CreateAsync(http))
            .Called("createItinerary", "Itineraries", "Book several legs together, or none of them").Takes<ItineraryRequest>().Gives<ItineraryAnswer>(201).Refuses(400, 402, 409, 422).IsIdempotent().KeyOptional();
        v1.MapGet("/events", EventsApi.ListAsync)
            .Called("listEvents", "Events", "What happened to bookings, without a gap and in order").Gives<EventPage>().Refuses(400).Key(ApiScopes.ReadBookings)
            .Query("after", "The sequence of the last event that you have").Query("limit", "1 to 200; 100 unless given", isNumber: true);
    }

    private static void MapSteps(RouteGroupBuilder v1)
    {
        v1.MapPost("/bookings/{reference}/cancel", static (string reference, BookingStepsApi api, BookingForms forms, HttpContext http) => api.CancelAsync(reference, http, forms))
            .Called("cancelBooking", "Bookings", "Cancel a booking").Takes<ChangeReason>(isOptional: true).Gives<BookingAnswer>().Refuses(400, 401, 403, 404, 409, 412, 422).BookingToken(ApiScopes.WriteBookings).IsIdempotent().SeesVersion();
        v1.MapPost("/bookings/{reference}/reschedule", static (string reference, BookingStepsApi api, BookingForms forms, HttpContext http) => api.RescheduleAsync(reference, http, forms))
            .Called("rescheduleBooking", "Bookings", "Move a booking to another time; where its service says so, it waits for approval again").Takes<RescheduleRequest>().Gives<BookingAnswer>().Refuses(400, 401, 403, 404, 409, 412, 422).BookingToken(ApiScopes.WriteBookings).IsIdempotent().SeesVersion();

        foreach ((string path, string name, BookingVerb verb, string words) in new[]
        {
            ("approve", "approveBooking", BookingVerb.Approve, "Agree to a booking that waits for approval"),
            ("decline", "declineBooking", BookingVerb.Decline, "Decline a booking that waits for approval"),
            ("check-in", "checkInBooking", BookingVerb.CheckIn, "The customer has come"),
            ("complete", "completeBooking", BookingVerb.Complete, "The visit is over"),
            ("no-show", "markNoShow", BookingVerb.MarkNoShow, "The customer has not come"),
        })
        {
            v1.MapPost($"/bookings/{{reference}}/{path}", (string reference, BookingStepsApi api, BookingForms forms, HttpContext http) => api.ChangeAsync(reference, verb, http, forms))
                .Called(name, "Bookings", words).Takes<ChangeReason>(isOptional: true).Gives<BookingAnswer>().Refuses(400, 404, 409, 412, 422).Key(ApiScopes.WriteBookings).IsIdempotent().SeesVersion();
        }
    }

    /// <summary>What linked sites call, and what calendar programs read.</summary>
    private static void MapSites(RouteGroupBuilder v1)
    {
        v1.MapPost("/sites/{site}/agent/heartbeat", static (string site, AgentApi api, HttpContext http) => api.HeartbeatAsync(site, http))
            .Called("sendHeartbeat", "Agent", "A linked site is there; one that stays silent for longer than its limit takes requests only").Takes<HeartbeatRequest>(isOptional: true).Gives<HeartbeatAnswer>().Refuses(400, 404, 409, 422).Key(ApiScopes.Agent).IsIdempotent();
        v1.MapPost("/sites/{site}/agent/bookings", static (string site, AgentApi api, HttpContext http) => api.BookingsAsync(site, http))
            .Called("sendSiteBookings", "Agent", "What a linked site has booked itself; each entry is accepted, a duplicate, or a conflict for the inbox").Takes<AgentBookingsRequest>().Gives<AgentBookingsAnswer>().Refuses(400, 404, 409, 422).Key(ApiScopes.Agent).IsIdempotent();
        v1.MapGet("/calendars/{feed}", CalendarsApi.ReadAsync)
            .Called("readCalendar", "Calendars", "An iCalendar feed, by its token followed by .ics").Produces(200, contentType: "text/calendar").Refuses(404);
    }

    /// <summary>What stands beside the API, for machines that look after the portal.</summary>
    private static void MapAround(IEndpointRouteBuilder app)
    {
        app.Map("/api/{**rest}", NoSuchCall.Explain).ExcludeFromDescription();
        app.MapGet("/health/live", HealthApi.Live).ExcludeFromDescription();
        app.MapGet("/health/ready", HealthApi.ReadyAsync).ExcludeFromDescription();
        app.MapGet("/metrics", static (MetricsText metrics) => Results.Text(metrics.Write(), MetricsText.ContentType)).ExcludeFromDescription();
        app.MapGet("/problems/{name}", ProblemsApi.Explain).ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json");
    }
}
