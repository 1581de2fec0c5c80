using NodaTime;

namespace BookingPortal.Core.Outcomes;

/// <summary>Why something was not done, as a value. The kinds are closed: whoever translates them handles all of them.</summary>
public abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>Every kind must have an answer, so a new kind does not compile until each surface has words for it.</summary>
    public T Match<T>(IRefusalReader<T> reader) => this switch
    {
        SlotTaken taken => reader.SlotTaken(taken),
        NotOffered notOffered => reader.NotOffered(notOffered),
        Invalid invalid => reader.Invalid(invalid),
        NotFound notFound => reader.NotFound(notFound),
        HoldExpired expired => reader.HoldExpired(expired),
        TooManyHolds tooMany => reader.TooManyHolds(tooMany),
        WrongStatus wrong => reader.WrongStatus(wrong),
        TooLate late => reader.TooLate(late),
        StaleVersion stale => reader.StaleVersion(stale),
        PaymentRefused payment => reader.PaymentRefused(payment),
        LeftToPerson left => reader.LeftToPerson(left),
        _ => throw new InvalidOperationException($"{GetType().Name} is not among the refusals."),
    };

    /// <summary>Offered but for claims, busy times or limits.</summary>
    /// <param name="Alternatives">The nearest free starts, at most five, nearest first.</param>
    public sealed record SlotTaken(IReadOnlyList<Instant> Alternatives) : Refusal;

    /// <summary>Not a time that this service has at this site.</summary>
    /// <param name="Code">Stable, such as <c>closed</c> or <c>notice</c>.</param>
    /// <param name="Reason">The rule that stands against it, in words.</param>
    public sealed record NotOffered(string Code, string Reason) : Refusal;

    /// <summary>A field that cannot be taken as it is.</summary>
    public sealed record Invalid(string Field, string Problem) : Refusal;

    /// <summary>Nothing of this name, or not for whoever asks.</summary>
    public sealed record NotFound(string What) : Refusal;

    /// <summary>The hold has run out and somebody else has the time.</summary>
    public sealed record HoldExpired : Refusal;

    /// <summary>A visitor keeps as many times open as one may.</summary>
    public sealed record TooManyHolds(int Most) : Refusal;

    /// <summary>The lifecycle has no such step from here.</summary>
    public sealed record WrongStatus(string Status, string Verb) : Refusal;

    /// <summary>The step exists, but its time has passed.</summary>
    public sealed record TooLate(string Reason) : Refusal;

    /// <summary>Somebody changed the booking since it was looked at.</summary>
    public sealed record StaleVersion(int Current) : Refusal;

    /// <summary>The money was refused for good.</summary>
    public sealed record PaymentRefused(string Reason) : Refusal;

    /// <summary>The machinery could not do it; nothing was changed, and a manager has been told to see to it.</summary>
    public sealed record LeftToPerson : Refusal;
}

/// <summary>Turns every kind of refusal into something a surface can show.</summary>
public interface IRefusalReader<out T>
{
    T SlotTaken(Refusal.SlotTaken refusal);

    T NotOffered(Refusal.NotOffered refusal);

    T Invalid(Refusal.Invalid refusal);

    T NotFound(Refusal.NotFound refusal);

    T HoldExpired(Refusal.HoldExpired refusal);

    T TooManyHolds(Refusal.TooManyHolds refusal);

    T WrongStatus(Refusal.WrongStatus refusal);

    T TooLate(Refusal.TooLate refusal);

    T StaleVersion(Refusal.StaleVersion refusal);

    T PaymentRefused(Refusal.PaymentRefused refusal);

    T LeftToPerson(Refusal.LeftToPerson refusal);
}
