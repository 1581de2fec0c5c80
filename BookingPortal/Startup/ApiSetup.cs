using System.Globalization;
using BookingPortal.Api;
using BookingPortal.Api.Describing;
using BookingPortal.Api.Front;
using BookingPortal.Api.Metering;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Durability;

namespace BookingPortal.Startup;

/// <summary>The HTTP API, its description, and what machines ask about the portal's health.</summary>
internal static class ApiSetup
{
    private const string RateLimitKey = "Api:RateLimit:PerMinute";

    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        builder.Services
            .AddSingleton(ReadSettings(builder.Configuration))
            .AddSingleton<ApiRateLimit>()
            .AddSingleton<ApiFront>()
            .AddSingleton<CheckDatabase>()
            .AddSingleton<IdempotentPosts>()
            .AddSingleton<BookingForms>()
            .AddSingleton<BookingDoor>()
            .AddSingleton<HoldsApi>()
            .AddSingleton<NewBookingsApi>()
            .AddSingleton<BookingsApi>()
            .AddSingleton<BookingStepsApi>()
            .AddSingleton<ItinerariesApi>()
            .AddSingleton<AgentApi>()
            .AddSingleton<MetricsText>();

        // Only the description reads these; the calls bring their own.
        builder.Services.ConfigureHttpJsonOptions(static options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Outgoing);
            options.SerializerOptions.Converters.Add(new OffsetInstantForm());
            options.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        });
        builder.Services.AddApiDescription();
    }

    /// <summary>Before anything else looks at a call: what the API answers is never a page.</summary>
    public static void UseApi(this WebApplication app)
    {
        ApiFront front = app.Services.GetRequiredService<ApiFront>();
        app.Use((http, next) => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? front.RunAsync(http) : next(http));
    }

    public static void MapApi(this WebApplication app)
    {
        app.Services.GetRequiredService<MetricsText>(); // it counts from now on
        app.MapApiRoutes();
    }

    private static ApiSettings ReadSettings(ConfigurationManager configuration)
    {
        string? text = configuration[RateLimitKey];
        if (string.IsNullOrWhiteSpace(text))
        {
            return new ApiSettings();
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int perMinute)
            ? new ApiSettings(perMinute)
            : throw new StartupProblem($"Api__RateLimit__PerMinute is \"{text}\"; it is a whole number, 0 for no limit.");
    }
}
