using BookingPortal.Core.Bookings;

namespace BookingPortal.Calendar;

/// <summary>What staff can do to a booking, in the words of the buttons.</summary>
internal static class VerbWords
{
    public static string Name(BookingVerb verb) => verb switch
    {
        BookingVerb.Cancel => "Cancel…",
        BookingVerb.Reschedule => "Move…",
        BookingVerb.Decline => "Decline…",
        BookingVerb.Undo => "Take back…",
        BookingVerb.Restore => "Restore…",
        _ => Do(verb),
    };

    /// <summary>As the button says it that does it.</summary>
    public static string Do(BookingVerb verb) => verb switch
    {
        BookingVerb.Approve => "Approve",
        BookingVerb.Decline => "Decline the request",
        BookingVerb.CheckIn => "Check in",
        BookingVerb.Complete => "Complete",
        BookingVerb.MarkNoShow => "No-show",
        BookingVerb.Undo => "Take it back",
        BookingVerb.Cancel => "Cancel the booking",
        BookingVerb.Reschedule => "Move the booking",
        BookingVerb.Restore => "Restore the booking",
        _ => verb.ToString(),
    };

    /// <summary>What will follow, before it does.</summary>
    public static string Consequence(BookingVerb verb, Booking booking) => verb switch
    {
        BookingVerb.Cancel => $"The time is given back and {Told(booking)}.",
        BookingVerb.Decline => $"The request ends, the time is given back and {Told(booking)}.",
        BookingVerb.Reschedule => $"The booking keeps its reference; {Told(booking)}.",
        BookingVerb.Restore => "The booking stands again, if its time is still free.",
        BookingVerb.Undo => "The booking goes back one step, if its time is still free.",
        _ => "",
    };

    private static string Told(Booking booking) =>
        booking.Customer.Email.Length > 0 ? $"{booking.Customer.Name} is told" : $"{booking.Customer.Name} has no email address, so tell them yourself";

    /// <summary>The step that a visit takes when all goes well.</summary>
    public static bool IsForward(BookingVerb verb) => verb is BookingVerb.Approve or BookingVerb.CheckIn or BookingVerb.Complete;
}
