using BookingPortal.Calendar;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Operations.Words;

/// <summary>Why an act was not done, on pages where two people may put the same thing right at once.</summary>
internal static class OpsRefusalWords
{
    public static string Of(Refusal refusal, DateTimeZone zone) => refusal switch
    {
        Refusal.StaleVersion => "Somebody else was quicker. This is how it stands now; do it again if it still fits.",
        Refusal.WrongStatus wrong => $"This cannot be done any more: it is {Plain(wrong.Status)} by now.",
        _ => refusal.Match(new StaffRefusalWords(zone)),
    };

    private static string Plain(string status) => status switch
    {
        "Waiting" => "waiting",
        "Delivered" => "delivered",
        "Superseded" => "replaced by a newer one",
        "Expired" => "too late to matter",
        "Skipped" => "skipped",
        "UndoneWithBooking" => "taken back with its booking",
        "Done" => "done",
        "Undone" => "taken back",
        _ => status.ToLowerInvariant(),
    };
}
