using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Holds;

namespace BookingPortal.Core.Data.Seed;

/// <summary>The rows that an import adds for bookings and sessions.</summary>
internal sealed class ImportPlan
{
    public List<Session> NewSessions { get; } = [];

    /// <summary>Sessions of holds that have run out, in whose place new ones begin.</summary>
    public List<Session> EndedSessions { get; } = [];

    /// <summary>Sessions that were there and get more customers, or become scheduled ones.</summary>
    public HashSet<Guid> JoinedSessions { get; } = [];

    public HashSet<Guid> NowScheduled { get; } = [];

    public List<Booking> Bookings { get; } = [];

    public List<BookingEvent> Events { get; } = [];

    public List<TakenTime> Times { get; } = [];

    public List<SlotClaim> Claims { get; } = [];

    /// <summary>Whose answers all this makes old.</summary>
    public HashSet<Guid> Stamps { get; } = [];

    /// <summary>For messages: what stands in the file, by the id it got.</summary>
    public Dictionary<Guid, string> Places { get; } = [];
}

/// <summary>Something of the file stands in the way of something else, or of what is in the portal.</summary>
/// <param name="Place">The entry that could not be placed.</param>
/// <param name="With">Who has the time.</param>
/// <param name="Text">The rest of the sentence, with <c>{0}</c> for the name of the other one.</param>
internal sealed record ImportConflict(string Place, Guid With, string Text);
