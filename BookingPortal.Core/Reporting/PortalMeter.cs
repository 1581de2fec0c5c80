using System.Diagnostics.Metrics;

namespace BookingPortal.Core.Reporting;

/// <summary>What the portal counts while it works, for whoever watches over it.</summary>
public static class PortalMeter
{
    /// <summary>The name to listen to.</summary>
    public const string Name = "BookingPortal";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Events =
        Meter.CreateCounter<long>("bookingportal.booking.events", description: "What happened to bookings, by the event's name.");

    private static readonly Counter<long> Holds =
        Meter.CreateCounter<long>("bookingportal.holds.placed", description: "Times that were kept for a visitor.");

    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("bookingportal.refusals", description: "What was asked for and not done, by the kind of refusal.");

    public static void Happened(string eventType) => Events.Add(1, new KeyValuePair<string, object?>("type", eventType));

    public static void HoldPlaced() => Holds.Add(1);

    public static void Refused(string kind) => Refusals.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
