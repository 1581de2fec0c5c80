using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>What a customer asks: which times between these dates, with this person, for this many.</summary>
/// <param name="From">The first site-local date, inclusive.</param>
/// <param name="To">The last site-local date, inclusive.</param>
/// <param name="PrimaryResource">Only this one of the first group; null = anyone.</param>
/// <param name="Seats">The size of the party: seats of a session, or units of the first group's resource.</param>
/// <param name="IgnoreOwner">A booking that is being moved: its own claims are not in its way. The caller leaves it out of seats and counts.</param>
public sealed record SlotQuestion(Instant Now, LocalDate From, LocalDate To, Guid? PrimaryResource = null, int Seats = 1, Guid? IgnoreOwner = null)
{
    /// <summary>More would be a way to make the portal work for nothing; three months is what a calendar shows.</summary>
    public const int MostDays = 92;

    /// <summary>Nothing is booked outside of these years; near the ends of time there are no days to either side.</summary>
    private const int FirstYear = 1900;
    private const int LastYear = 2199;

    /// <summary>What is wrong with the question, in words, or null.</summary>
    public string? Problem()
    {
        if (From.Year is < FirstYear or > LastYear || To.Year is < FirstYear or > LastYear)
        {
            return $"The dates {From:R} to {To:R} lie outside of the years {FirstYear} to {LastYear}.";
        }

        if (To < From)
        {
            return $"The range ends ({To:R}) before it begins ({From:R}).";
        }

        if (Period.DaysBetween(From, To) + 1 > MostDays)
        {
            return $"The range from {From:R} to {To:R} has more than {MostDays} days.";
        }

        return Seats < 1 ? $"A party has at least one person, not {Seats}." : null;
    }
}
