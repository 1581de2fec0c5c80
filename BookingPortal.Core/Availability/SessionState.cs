using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>One run of a class that exists already, and how full it is. It is offered while it has seats, whatever the opening hours say.</summary>
/// <param name="Id">Also the owner of the claims it holds on its resources.</param>
/// <param name="ScheduledByStaff">Stays even when nobody attends any more.</param>
/// <param name="ResourceIds">What it holds, one per group, in the groups' order.</param>
public sealed record SessionState(
    Guid Id,
    Instant Start,
    Instant End,
    int SeatsTaken,
    int SeatsTotal,
    bool ScheduledByStaff,
    IReadOnlyList<Guid> ResourceIds)
{
    public int SeatsLeft => Math.Max(0, SeatsTotal - SeatsTaken);
}
