using BookingPortal.Core.Bookings;
using BookingPortal.Core.Notifications.Wording;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>The look at the booking just before a message goes out that is of use only while it is true: why it need not go any more, or null.</summary>
internal static class StillTrue
{
    public static string? WhyNotRemind(Booking booking, NoticePayload payload, Instant now) =>
        booking.Status != BookingStatus.Confirmed ? IsBy(booking)
        : NoticePayload.ReadInstant(payload.Start) != booking.StartsAt ? "The booking was moved meanwhile."
        : booking.StartsAt <= now ? "The visit has begun."
        : null;

    /// <param name="wasToldLate">A mail told how to pay when that was possible at last.</param>
    public static string? WhyNotAskForMoney(NoticeKind kind, Booking booking, EventFacts asOf, OpenPayment? open, bool wasToldLate) =>
        booking.Status != BookingStatus.PendingPayment ? IsBy(booking)
        : open is null ? "Nothing is left to be paid."
        : asOf.Start != booking.StartsAt ? "The booking was moved meanwhile, and its customer told how to pay."
        : kind == NoticeKind.Waiting && wasToldLate ? "The customer was told how to pay when that was possible."
        : null;

    /// <summary>A mail says how things were, and the next one follows it; an SMS that is late says only what still holds.</summary>
    /// <param name="everStood">Whether the booking was ever confirmed.</param>
    public static string? WhyNotText(NoticeKind kind, Booking booking, EventFacts asOf, bool everStood, Instant now)
    {
        bool stands = booking.Status is BookingStatus.Confirmed or BookingStatus.CheckedIn;
        bool hasEnded = booking.Status is BookingStatus.Cancelled or BookingStatus.Declined or BookingStatus.Expired;
        return (kind == NoticeKind.CancellationSms ? !hasEnded : !stands) ? IsBy(booking)
            : !everStood ? "It never stood, so no SMS said that it does."
            : asOf.Start != booking.StartsAt ? "The booking was moved meanwhile."
            : booking.StartsAt <= now ? "The visit has begun."
            : null;
    }

    private static string IsBy(Booking booking) => $"The booking is {booking.Status} by now.";
}
