using System.Globalization;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Payments;

namespace BookingPortal.BookOnline.Words;

/// <summary>How a booking stands, told to its customer: a sign, a headline and what happens next.</summary>
public static class StatusWords
{
    /// <param name="isMoved">The last thing that happened to it was a move.</param>
    /// <param name="isPaid">Money came for it, wherever that is now.</param>
    public static (string Kind, string Sign, string Title, string Text) Of(Booking booking, CultureInfo culture, bool isMoved = false, bool isPaid = false) => booking.Status switch
    {
        BookingStatus.Confirmed when isMoved => ("good", "check", "Your booking has moved", booking.Customer.Email.Length == 0
            ? "The reference is the same as before."
            : $"The reference is the same as before. We write the change to {booking.Customer.Email}."),
        BookingStatus.Confirmed when booking.Version > 1 && booking.ChangedAt > booking.CreatedAt =>
            ("good", "check", "You are booked", "This is how your booking stands now."),
        BookingStatus.Confirmed when booking.Customer.Email.Length == 0 => ("good", "check", "You are booked", "We have no email address of yours, so keep the reference or this page."),
        BookingStatus.Confirmed => ("good", "check", "You are booked", $"We send the confirmation to {booking.Customer.Email}."),
        BookingStatus.PendingApproval when booking.StoodAt is not null =>
            ("warn", "wait", "Your new time waits for our yes", "It is kept for you, and your earlier time is given up. We write to you as soon as somebody has looked at it." + (isPaid ? " What you have paid stays with the booking meanwhile." : "")),
        BookingStatus.PendingApproval => ("warn", "wait", "Your request is with us", "The time is kept for you. We write to you as soon as somebody has looked at it."),
        BookingStatus.PendingPayment => ("warn", "wait", "One step is left: the payment", "The time is kept for you for a while, and is yours once the payment is here. If you have paid already, there is nothing to do: the confirmation comes as soon as we hear of it."),
        BookingStatus.CheckedIn => ("good", "check", "You have arrived", "Enjoy your visit."),
        BookingStatus.Completed => ("good", "check", "This visit is over", "Thank you for coming."),
        BookingStatus.NoShow => ("info", "info", "This visit did not take place", "Nobody came at that time. If this is a mistake, please talk to us."),
        BookingStatus.Cancelled when booking.FeeAmount > 0 =>
            ("info", "cross", "This booking is cancelled", $"Cancelling cost {Money.Print(booking.FeeAmount, booking.Currency, culture)}, as agreed."),
        BookingStatus.Cancelled => ("info", "cross", "This booking is cancelled", "The time is free for others. Cancelling cost nothing."),
        BookingStatus.Declined when booking.StoodAt is not null =>
            ("info", "cross", "Your new time was declined", "Your earlier time had been given up for it, so the booking has ended." + (isPaid ? " What you have paid goes back to you in full." : "")),
        BookingStatus.Declined => ("info", "cross", "This request was declined", "The time could not be given to you. Another one may be free."),
        BookingStatus.Expired when booking.StoodAt is not null =>
            ("info", "cross", "Nobody agreed to your new time", "Your earlier time had been given up for it, so the booking has ended." + (isPaid ? " What you have paid goes back to you in full." : "")),
        BookingStatus.Expired => ("info", "cross", "This booking has expired", "It was not completed in time, or the payment was refused. The time is free for others; should money still arrive, you get the time or the money back."),
        _ => throw new ArgumentOutOfRangeException(nameof(booking), booking.Status, "This status has no words."),
    };
}
