using BookingPortal.Core.Reporting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BookingPortal.Startup;

/// <summary>Traces and metrics to an OpenTelemetry collector, where one is named. Without one only <c>/metrics</c> tells them.</summary>
internal static class Telemetry
{
    private const string Key = "Telemetry:OtlpEndpoint";

    /// <summary>What OpenTelemetry's own tools call it; the exporter reads the rest of that family by itself.</summary>
    private const string CommonKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        string? text = builder.Configuration[Key] is { Length: > 0 } own ? own : builder.Configuration[CommonKey];
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? endpoint))
        {
            throw new StartupProblem($"Telemetry__OtlpEndpoint is \"{text}\"; it is an address like http://localhost:4317.");
        }

        ResourceBuilder portal = ResourceBuilder.CreateDefault().AddService("booking-portal");

        // Made by the container and disposed with it, which sends what is still waiting.
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(portal)
            .AddSource(PortalTrace.Name, "Microsoft.AspNetCore", "System.Net.Http")
            .AddOtlpExporter(exporter => exporter.Endpoint = endpoint)
            .Build());
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(portal)
            .AddMeter(PortalMeter.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime")
            .AddOtlpExporter(exporter => exporter.Endpoint = endpoint)
            .Build());
    }

    /// <summary>They listen from now on.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        app.Services.GetService<TracerProvider>();
        app.Services.GetService<MeterProvider>();
    }
}
