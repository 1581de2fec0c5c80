using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>One thing that stands on the staff calendar.</summary>
/// <param name="Id">Of the booking, hold, session or busy time.</param>
/// <param name="ServiceId">Null for times that are taken outside the site.</param>
/// <param name="Resources">What it occupies, the primary one first.</param>
/// <param name="Title">Who or what, in one line.</param>
public sealed record CalendarItem(
    Guid Id, CalendarItemKind Kind, Guid? ServiceId, Instant StartsAt, Instant EndsAt, IReadOnlyList<Guid> Resources, string Title)
{
    /// <summary>Null for everything but bookings.</summary>
    public BookingStatus? Status { get; init; }

    /// <summary>As read; a change that saw an older one is refused.</summary>
    public int Version { get; init; }

    /// <summary>When a hold lets go; null for everything else.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The party, or the seats taken of a session.</summary>
    public int Seats { get; init; } = 1;

    /// <summary>All seats of a session; null for everything else.</summary>
    public int? SeatsTotal { get; init; }

    public Duration BufferBefore { get; init; }

    public Duration BufferAfter { get; init; }

    /// <summary>A stay: shown by date and not by hour.</summary>
    public bool IsStay { get; init; }
}

/// <summary>What kind of thing stands on the calendar.</summary>
public enum CalendarItemKind
{
    Booking,
    Hold,
    Session,

    /// <summary>The resource is at another site then.</summary>
    Elsewhere,

    /// <summary>An outside calendar has taken the time.</summary>
    OutsideBusy,
}
