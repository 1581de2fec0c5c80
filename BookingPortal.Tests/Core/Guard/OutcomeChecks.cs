using BookingPortal.Core.Outcomes;

namespace BookingPortal.Tests.Core.Guard;

internal static class OutcomeChecks
{
    /// <summary>The value, or a failed test that says why it was refused.</summary>
    public static T Value<T>(this Outcome<T> outcome) =>
        outcome.Match(value => value, refusal => throw new Xunit.Sdk.XunitException($"Refused: {refusal}"));


    public static Refusal Refused<T>(this Outcome<T> outcome) =>
        outcome.Match(value => throw new Xunit.Sdk.XunitException($"Not refused: {value}"), refusal => refusal);
}
