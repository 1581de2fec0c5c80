using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>What the rules say of one start: offered, taken, or not offered at all.</summary>
public abstract record SlotVerdict
{
    private SlotVerdict()
    {
    }

    /// <summary>It can be booked.</summary>
    /// <param name="Choices">Ways to serve it, best first; whoever loses a race for one tries the next, which differs in as many resources as it can. Some, not all.</param>
    /// <param name="SeatsLeft">The largest party that one booking could bring.</param>
    /// <param name="Session">The class session to join; null where one would begin, and for everything but classes.</param>
    public sealed record Offered(Instant Start, Instant End, IReadOnlyList<Assignment> Choices, int SeatsLeft, Guid? Session) : SlotVerdict;

    /// <summary>It would be offered but for claims, busy times or limits.</summary>
    public sealed record Taken(WhyNot Why) : SlotVerdict;

    /// <summary>It is no time of this service.</summary>
    public sealed record NotOffered(WhyNot Why) : SlotVerdict;

    /// <summary>Why it cannot be booked, or null where it can.</summary>
    public WhyNot? Refusal => this switch
    {
        Taken taken => taken.Why,
        NotOffered notOffered => notOffered.Why,
        _ => null,
    };
}
