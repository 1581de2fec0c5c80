using NodaTime;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>How often one kind of event happened at one site on one day: what dashboards count with.</summary>
public sealed class EventTally
{
    /// <summary>Counts bookings by their first event, whichever it was.</summary>
    public const string Made = "Made";

    public required Guid SiteId { get; init; }

    /// <summary>The site's own day on which it happened.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>One of <see cref="BookingEventTypes"/>, or <see cref="Made"/>.</summary>
    public required string Type { get; init; }

    public required int Count { get; set; }
}
