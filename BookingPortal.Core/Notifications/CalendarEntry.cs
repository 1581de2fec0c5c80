using NodaTime;

namespace BookingPortal.Core.Notifications;

/// <summary>A booking as a calendar program knows it.</summary>
public sealed record CalendarEntry
{
    /// <summary>The booking's name for life: moving or cancelling keeps it, so that a calendar changes its entry instead of adding one.</summary>
    public required string Uid { get; init; }

    /// <summary>Rises with every change of the booking, cancelling included; a calendar ignores what is not newer.</summary>
    public required int Sequence { get; init; }

    /// <summary>When the booking last changed.</summary>
    public required Instant ChangedAt { get; init; }

    public required Instant Start { get; init; }

    public required Instant End { get; init; }

    /// <summary>The site's zone: a visit stays at its wall time when zone rules change.</summary>
    public required DateTimeZone Zone { get; init; }

    public required string Summary { get; init; }

    public string? Description { get; init; }

    public string? Location { get; init; }

    /// <summary>Where the customer manages the booking.</summary>
    public string? Url { get; init; }

    public CalendarEntryStatus Status { get; init; } = CalendarEntryStatus.Confirmed;

    /// <summary>Who invites; an invitation and its cancellation need one (RFC 5546, 3.2), a file to download has none.</summary>
    public CalendarPerson? Organizer { get; init; }

    /// <summary>Who is invited.</summary>
    public CalendarPerson? Attendee { get; init; }

    /// <summary>The UID of a booking, from its id.</summary>
    public static string UidOf(Guid bookingId) => $"{bookingId:D}@bookingportal";

    /// <summary>The first version of a booking is sequence 0.</summary>
    public static int SequenceOf(int bookingVersion) => bookingVersion - 1;
}

/// <summary>A person of a calendar entry.</summary>
public sealed record CalendarPerson(string Name, string Email);

/// <summary>How sure the visit is.</summary>
public enum CalendarEntryStatus
{
    Tentative,
    Confirmed,
    Cancelled,
}
