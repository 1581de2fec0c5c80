using BookingPortal.Core.Bookings;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.BookOnline.Words;

/// <summary>Why something was not done, in words for customers.</summary>
/// <param name="time">How to print times.</param>
/// <param name="wanted">The time that was asked for, where there was one.</param>
public sealed class RefusalWords(SlotWords time, Instant? wanted = null) : IRefusalReader<Notice>
{
    private string Wanted => wanted is { } start ? time.Time(start) : "This time";

    public Notice SlotTaken(Refusal.SlotTaken refusal) => refusal.Alternatives.Count == 0
        ? Notice.Of($"{Wanted} has just been taken.", "Nothing else is free near it. Please choose another day.")
        : new Notice($"{Wanted} has just been taken.", "These are the nearest times that are free:", refusal.Alternatives);

    // The rule's own words are for staff and may name what is booked; customers get the part that helps them.
    public Notice NotOffered(Refusal.NotOffered refusal) => Notice.Of(
        $"{Wanted} cannot be booked.",
        refusal.Code switch
        {
            "too-soon" => "It begins too soon. Please choose a later time.",
            "beyond-window" => "It is too far ahead. Please choose an earlier day.",
            "party-too-large" => "It is too small for so many. Please choose fewer seats or another time.",
            _ => "It is not offered any more. Please choose another time.",
        });

    public Notice Invalid(Refusal.Invalid refusal) => Notice.Of("One thing needs another look.", refusal.Problem);

    public Notice NotFound(Refusal.NotFound refusal) => Notice.Of("This is not here any more.", "It may have been changed a moment ago. Please start again.");

    public Notice HoldExpired(Refusal.HoldExpired refusal) =>
        Notice.Of($"{Wanted} is not yours any more.", "The time for which we kept it is over, and somebody else has taken it.");

    public Notice TooManyHolds(Refusal.TooManyHolds refusal) => Notice.Of(
        refusal.Most == 1 ? "You are keeping a time already." : $"You are keeping {refusal.Most} times already.",
        refusal.Most == 1
            ? "Book it or give it back. A time that is not booked becomes free by itself after a few minutes."
            : "Book one of them or give one back. Times that you do not book become free by themselves after a few minutes.");

    public Notice WrongStatus(Refusal.WrongStatus refusal) => refusal.Status == BookingSagas.BeingEnded
        ? Notice.Of("This booking is being ended.", "Somebody here sees to it. Until then it cannot be moved.")
        : Notice.Of("This cannot be done any more.", "The booking has changed in the meantime. Below you see how it stands now.");

    public Notice TooLate(Refusal.TooLate refusal) => Notice.Of("It is too late for that.", refusal.Reason);

    public Notice StaleVersion(Refusal.StaleVersion refusal) =>
        Notice.Of("The booking has changed in the meantime.", "Below you see how it stands now. Please look again before you go on.");

    public Notice LeftToPerson(Refusal.LeftToPerson refusal) => Notice.Of(
        "We could not do this at once.", "What you asked for is noted, and somebody here sees to it. You need not ask again.");

    public Notice PaymentRefused(Refusal.PaymentRefused refusal) => Notice.Of("The payment did not go through.", refusal.Reason);
}
