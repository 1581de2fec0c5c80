namespace BookingPortal.Core.Bookings;

/// <summary>The dead letter of a booking that could not be taken back: which step stood against it, and how the booking is to end once it gives way.</summary>
/// <param name="Step">The step whose undo failed.</param>
/// <param name="EndsAs">What the booking becomes.</param>
/// <param name="By">Who wanted it ended.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="Keep">What it costs the customer, in minor units.</param>
public sealed record UndoLetter(string Step, string EndsAs, string By, string? Reason, long Keep = 0)
{
    /// <summary>Stands in the message's kind; whoever tries it again is <see cref="TakeBackAgain"/>.</summary>
    public const string Kind = "undo";
}
