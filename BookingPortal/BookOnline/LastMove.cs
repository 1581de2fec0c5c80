using System.Text.Json;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.BookOnline;

/// <summary>The last thing that happened to a booking, where that was a move: what it was before.</summary>
/// <param name="From">When it began before.</param>
/// <param name="Before">Whom or what it was with before; null where that is the same now.</param>
public sealed record LastMove(Instant From, Resource? Before)
{
    /// <summary>Null where the last thing that happened was something else, or nothing of it concerns the customer.</summary>
    public static LastMove? Of(ReadBooking.Found found, CatalogSnapshot catalog)
    {
        if (found.History.Count == 0 || found.History[^1] is not { Type: BookingEventTypes.Rescheduled } moved)
        {
            return null;
        }

        using var data = JsonDocument.Parse(moved.Data);
        Instant from = Text("from") is { } text && InstantPattern.General.Parse(text) is { Success: true } read ? read.Value : found.Booking.StartsAt;
        Resource? before = Text("resourcesBefore")?.Split(',') is [{ Length: > 0 } first, ..] ? catalog.FindResource(first) : null;
        before = before is not null && found.Resources.Count > 0 && before.Id != found.Resources[0].Id ? before : null;
        return from == found.Booking.StartsAt && before is null ? null : new LastMove(from, before);

        string? Text(string name) =>
            data.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
