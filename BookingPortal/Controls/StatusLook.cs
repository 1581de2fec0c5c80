using BookingPortal.Core.Bookings;

namespace BookingPortal.Controls;

/// <summary>How a booking's status is told: always a word and a sign, and a colour besides.</summary>
/// <param name="Tone">A class of the token sheet: good, warn, bad, info, or none.</param>
/// <param name="Icon">A name of <see cref="Controls.Icon"/>.</param>
/// <param name="Sign">One character for where there is no room for a drawing.</param>
public sealed record StatusLook(string Word, string Tone, string Icon, string Sign)
{
    public static StatusLook Of(BookingStatus status) => status switch
    {
        BookingStatus.PendingApproval => new("Waits for approval", "warn", "question", "?"),
        BookingStatus.PendingPayment => new("Waits for payment", "warn", "money", "€"),
        BookingStatus.Confirmed => new("Confirmed", "good", "check", "✓"),
        BookingStatus.CheckedIn => new("Checked in", "info", "checked-in", "☑"),
        BookingStatus.Completed => new("Completed", "", "done", "✔"),
        BookingStatus.NoShow => new("No-show", "bad", "cross", "✗"),
        BookingStatus.Cancelled => new("Cancelled", "bad", "cross", "✗"),
        BookingStatus.Declined => new("Declined", "bad", "cross", "✗"),
        BookingStatus.Expired => new("Expired", "", "clock", "◷"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status has no words."),
    };
}
