using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>What happened to a booking, in the past tense, written in the transaction that made it so.</summary>
public sealed class BookingEvent
{
    /// <summary>Who did it where a scenario file brought the booking: nobody outside is told of such an event.</summary>
    public const string ByFile = "scenario";

    /// <summary>A member of <see cref="Data"/> where the file did not say when it happened: it counts on no day, and least of all on that of the import.</summary>
    public const string Undated = "undated";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid BookingId { get; init; }

    /// <summary>The booking's version after it; (booking, version) is unique.</summary>
    public required int Version { get; init; }

    /// <summary>One of <see cref="BookingEventTypes"/>.</summary>
    public required string Type { get; init; }

    public required Instant At { get; init; }

    /// <summary>Who did it: <c>customer</c>, a staff member's email, <c>job</c>, the name of an API key.</summary>
    public required string By { get; init; }

    /// <summary>JSON; its form belongs to <see cref="SchemaVersion"/>.</summary>
    public required string Data { get; init; }

    public int SchemaVersion { get; init; } = 1;
}

/// <summary>A place in the gapless stream of events: the order in which they became visible.</summary>
public sealed class EventStreamEntry
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public required long Sequence { get; init; }

    public required Guid EventId { get; init; }
}

/// <summary>An event that waits for its place in the stream, on databases with many writers.</summary>
public sealed class EventToNumber
{
    public required Guid EventId { get; init; }

    public required Instant At { get; init; }
}

/// <summary>The names of events; they are part of the outside and never change.</summary>
public static class BookingEventTypes
{
    public const string Requested = "BookingRequested";
    public const string AwaitingPayment = "BookingAwaitingPayment";
    public const string Confirmed = "BookingConfirmed";
    public const string Approved = "BookingApproved";
    public const string Declined = "BookingDeclined";
    public const string Expired = "BookingExpired";
    public const string Rescheduled = "BookingRescheduled";
    public const string Cancelled = "BookingCancelled";
    public const string CheckedIn = "BookingCheckedIn";
    public const string Completed = "BookingCompleted";
    public const string MarkedNoShow = "BookingMarkedNoShow";
    public const string Undone = "BookingUndone";
    public const string Restored = "BookingRestored";
}
