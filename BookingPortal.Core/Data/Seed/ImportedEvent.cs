using System.Text.Json;
using BookingPortal.Core.Bookings;
using NodaTime.Text;

namespace BookingPortal.Core.Data.Seed;

/// <summary>The first event of a booking that a file brought: it says how the booking stands, and that it came from a file.</summary>
internal static class ImportedEvent
{
    public static BookingEvent Of(Booking booking, ScenarioBooking entry) => new()
    {
        BookingId = booking.Id,
        Version = booking.Version,
        Type = TypeOf(booking.Status),
        At = booking.CreatedAt,
        By = BookingEvent.ByFile,
        Data = JsonSerializer.Serialize(DataOf(booking, entry)),
    };

    private static Dictionary<string, string> DataOf(Booking booking, ScenarioBooking entry)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["status"] = booking.Status.ToString(),
            ["start"] = InstantPattern.General.Format(booking.StartsAt),
            ["end"] = InstantPattern.General.Format(booking.EndsAt),
        };
        if (entry.Overbooked)
        {
            data["overbooked"] = "true";
        }

        if (entry.CreatedAt is null)
        {
            data[BookingEvent.Undated] = "true";
        }

        return data;
    }

    private static string TypeOf(BookingStatus status) => status switch
    {
        BookingStatus.PendingApproval => BookingEventTypes.Requested,
        BookingStatus.PendingPayment => BookingEventTypes.AwaitingPayment,
        BookingStatus.Confirmed => BookingEventTypes.Confirmed,
        BookingStatus.CheckedIn => BookingEventTypes.CheckedIn,
        BookingStatus.Completed => BookingEventTypes.Completed,
        BookingStatus.NoShow => BookingEventTypes.MarkedNoShow,
        BookingStatus.Cancelled => BookingEventTypes.Cancelled,
        BookingStatus.Declined => BookingEventTypes.Declined,
        BookingStatus.Expired => BookingEventTypes.Expired,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status is not in the lifecycle."),
    };
}
