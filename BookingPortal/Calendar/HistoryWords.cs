using System.Text.Json;
using BookingPortal.Core.Bookings;

namespace BookingPortal.Calendar;

/// <summary>What happened to a booking, as one would tell it.</summary>
internal static class HistoryWords
{
    private const string Waits = "\"status\":\"PendingApproval\"";
    private const string Overbooked = "\"overbooked\"";

    public static string Of(BookingEvent happened) => happened.Data.Contains(Overbooked, StringComparison.Ordinal)
        ? $"{What(happened)}, put over others on purpose"
        : What(happened);

    private static string What(BookingEvent happened) => happened.Type switch
    {
        BookingEventTypes.Requested => "Requested",
        BookingEventTypes.AwaitingPayment => "Booked, waiting for payment",
        BookingEventTypes.Confirmed => "Confirmed",
        BookingEventTypes.Approved => "Approved",
        BookingEventTypes.Declined => "Declined",
        BookingEventTypes.Expired => "Ran out",
        BookingEventTypes.Rescheduled when happened.Data.Contains(Waits, StringComparison.Ordinal) => "Moved, waits for approval",
        BookingEventTypes.Rescheduled => "Moved",
        BookingEventTypes.Cancelled => "Cancelled",
        BookingEventTypes.CheckedIn => "Checked in",
        BookingEventTypes.Completed => "Completed",
        BookingEventTypes.MarkedNoShow => "Marked as no-show",
        BookingEventTypes.Undone => "Taken back",
        BookingEventTypes.Restored => "Restored",
        _ => happened.Type,
    };

    public static string? Reason(BookingEvent happened)
    {
        using var data = JsonDocument.Parse(happened.Data);
        string? reason = data.RootElement.TryGetProperty("reason", out JsonElement said) || data.RootElement.TryGetProperty("overbooked", out said) ? said.GetString() : null;
        return reason == "true" ? null : reason; // an imported booking lies over others without anybody's reason
    }
}
