using System.Globalization;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Api.Problems;

/// <summary>Says each refusal of Core in the words of RFC 9457.</summary>
/// <param name="zone">The site's, for the alternatives.</param>
/// <param name="missingField">The field of the body that named what is not there; null where the address named it.</param>
/// <param name="prefix">Where in the body the request stood, such as <c>legs[1].</c>.</param>
internal sealed class RefusalProblems(DateTimeZone zone, string? missingField = null, string prefix = "") : IRefusalReader<Problem>
{
    public Problem SlotTaken(Refusal.SlotTaken refusal) =>
        ProblemTypes.Make(ProblemTypes.SlotTaken, "Somebody else has this time.") with
        {
            Alternatives = [.. refusal.Alternatives.Select(start => start.InZone(zone).ToOffsetDateTime())],
        };

    public Problem NotOffered(Refusal.NotOffered refusal) =>
        ProblemTypes.Make(ProblemTypes.NotOffered, refusal.Reason) with { Reason = refusal.Code };

    public Problem Invalid(Refusal.Invalid refusal) => Field(prefix + refusal.Field, refusal.Problem);

    public Problem NotFound(Refusal.NotFound refusal) => missingField is null
        ? ProblemTypes.Make(ProblemTypes.NotFound, $"There is no {refusal.What}.")
        : Field(prefix + missingField, $"There is no {refusal.What}.");

    public Problem HoldExpired(Refusal.HoldExpired refusal) =>
        ProblemTypes.Make(ProblemTypes.HoldExpired, "Choose a time again.");

    public Problem TooManyHolds(Refusal.TooManyHolds refusal) =>
        ProblemTypes.Make(ProblemTypes.TooManyHolds, string.Create(
            CultureInfo.InvariantCulture, $"Book or give back one of the {refusal.Most} times that you keep open."));

    public Problem WrongStatus(Refusal.WrongStatus refusal) =>
        ProblemTypes.Make(ProblemTypes.WrongStatus, $"The booking is {refusal.Status}; from there it has no {refusal.Verb}.");

    public Problem TooLate(Refusal.TooLate refusal) => ProblemTypes.Make(ProblemTypes.TooLate, refusal.Reason);

    public Problem StaleVersion(Refusal.StaleVersion refusal) =>
        ProblemTypes.Make(ProblemTypes.StaleVersion, string.Create(
            CultureInfo.InvariantCulture, $"It has version {refusal.Current} now.")) with { Version = refusal.Current };

    public Problem PaymentRefused(Refusal.PaymentRefused refusal) =>
        ProblemTypes.Make(ProblemTypes.PaymentRefused, refusal.Reason);

    public Problem LeftToPerson(Refusal.LeftToPerson refusal) => ProblemTypes.Make(
        ProblemTypes.ManualReview, "Nothing was changed. The business has been told what you asked for and goes on with it by hand.");

    private static Problem Field(string field, string problem) => ProblemTypes.Make(ProblemTypes.Invalid) with
    {
        Detail = $"{field}: {problem}",
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [problem] },
    };
}
