using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Dates on which the rules are replaced: closed when it has no hours, else open at these. It replaces what starts on those dates.</summary>
/// <param name="From">The first date, inclusive.</param>
/// <param name="To">The last date, inclusive.</param>
public sealed record ExceptionPeriod(LocalDate From, LocalDate To, IReadOnlyList<OpeningHours> Hours)
{
    public bool Covers(LocalDate date) => From <= date && date <= To;

    public bool Overlaps(ExceptionPeriod other) => From <= other.To && other.From <= To;

    public override string ToString() => From == To ? $"{From:R}" : $"{From:R} to {To:R}";

    /// <summary>What is wrong with these exceptions of one resource or site, in words, or null. Two that overlap are refused: neither could win.</summary>
    public static string? Problem(IReadOnlyList<ExceptionPeriod> exceptions)
    {
        for (var i = 0; i < exceptions.Count; i++)
        {
            var exception = exceptions[i];
            if (exception.To < exception.From)
            {
                return $"The exception {exception} ends before it begins.";
            }

            foreach (var hours in exception.Hours)
            {
                if (hours.Problem() is { } problem)
                {
                    return $"The exception {exception}: {problem}";
                }
            }

            for (var j = 0; j < i; j++)
            {
                if (exception.Overlaps(exceptions[j]))
                {
                    return $"The exceptions {exceptions[j]} and {exception} overlap; a date can have one.";
                }
            }
        }

        return null;
    }
}
