namespace BookingPortal.Core.Bookings;

/// <summary>The steps of a booking as one says them aloud, for pages, alerts and mails alike.</summary>
public static class StepWords
{
    /// <param name="step">Its name in the plan of the saga; one without words of its own is told by its name.</param>
    public static string Of(string step) => step switch
    {
        "hold" => "The time is held",
        Approvals.Step => "Somebody approves it",
        "payment" => "The payment is asked for",
        "checkout" => "The page to pay on is made",
        "paid" => "The money arrives",
        "confirmation" => "The booking is confirmed",
        _ => step,
    };
}
