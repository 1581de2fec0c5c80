using System.Globalization;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Calendar;

/// <summary>Why something was not done, for the people who work here.</summary>
internal sealed class StaffRefusalWords(DateTimeZone zone) : IRefusalReader<string>
{
    public string SlotTaken(Refusal.SlotTaken refusal) => refusal.Alternatives.Count == 0
        ? "Somebody else has this time, and nothing near it is free."
        : $"Somebody else has this time. Free near it: {string.Join(", ", refusal.Alternatives.Select(Print))}.";

    public string NotOffered(Refusal.NotOffered refusal) => refusal.Reason;

    public string Invalid(Refusal.Invalid refusal) => refusal.Problem;

    public string NotFound(Refusal.NotFound refusal) => $"There is no {refusal.What.Replace("this ", "such ", StringComparison.Ordinal)}, or it is not for your account.";

    public string HoldExpired(Refusal.HoldExpired refusal) => "The hold ran out and somebody else has the time.";

    public string TooManyHolds(Refusal.TooManyHolds refusal) => $"At most {refusal.Most} times can be held at once.";

    public string WrongStatus(Refusal.WrongStatus refusal) => "This cannot be done to the booking as it stands now. Look at it again.";

    public string TooLate(Refusal.TooLate refusal) => refusal.Reason;

    public string StaleVersion(Refusal.StaleVersion refusal) => "Somebody changed this booking while you looked at it. This is how it stands now; do it again if it still fits.";

    public string LeftToPerson(Refusal.LeftToPerson refusal) => "The booking could not be taken back. Nothing was changed, and the managers see it under \"Need a person\".";

    public string PaymentRefused(Refusal.PaymentRefused refusal) => $"The payment was refused: {refusal.Reason}";

    private string Print(Instant start) => start.InZone(zone).ToString("ddd HH:mm", CultureInfo.InvariantCulture);
}
