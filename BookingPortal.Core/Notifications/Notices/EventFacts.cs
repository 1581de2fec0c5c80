using System.Globalization;
using System.Text.Json;
using BookingPortal.Core.Bookings;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>A booking as one of its events left it, however far it has moved on since.</summary>
public sealed record EventFacts(Instant Start, Instant End, Instant At)
{
    /// <summary>The start that it was moved from; null where it was not moved.</summary>
    public Instant? From { get; init; }

    /// <summary>The start that was agreed to before it was moved and asked about again; null while nobody asks again.</summary>
    public Instant? StoodAt { get; init; }

    public string? Reason { get; init; }

    /// <summary>What cancelling cost, in minor units.</summary>
    public long Fee { get; init; }

    public BookingStatus Status { get; init; }

    /// <summary>The slugs of the resources that it had before it was moved to others.</summary>
    public IReadOnlyList<string> ResourcesBefore { get; init; } = [];

    public static EventFacts Of(BookingEvent? happened, Booking booking)
    {
        if (happened is null)
        {
            return new EventFacts(booking.StartsAt, booking.EndsAt, booking.ChangedAt) { Status = booking.Status };
        }

        using JsonDocument document = JsonDocument.Parse(happened.Data);
        JsonElement data = document.RootElement;
        return new EventFacts(Time(data, "start") ?? booking.StartsAt, Time(data, "end") ?? booking.EndsAt, happened.At)
        {
            From = Time(data, "from"),
            StoodAt = Time(data, "stoodAt"),
            Reason = Text(data, "reason"),
            Fee = long.TryParse(Text(data, "fee"), NumberStyles.None, CultureInfo.InvariantCulture, out long fee) ? fee : 0,
            Status = Enum.TryParse(Text(data, "status"), out BookingStatus status) ? status : booking.Status,
            ResourcesBefore = Text(data, "resourcesBefore")?.Split(',') ?? [],
        };
    }

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Instant? Time(JsonElement data, string name) =>
        Text(data, name) is { } text && InstantPattern.General.Parse(text) is { Success: true } read ? read.Value : null;
}
