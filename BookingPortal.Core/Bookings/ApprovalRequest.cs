using BookingPortal.Core.Sites;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>One person's turn to agree to a booking, and until when.</summary>
public sealed class ApprovalRequest
{
    public required Guid BookingId { get; init; }

    /// <summary>1 for the booking as it was made; one more each time that it is moved and asked about again.</summary>
    public int Round { get; init; } = 1;

    /// <summary>1, 2, 3 …: the next one is asked when the one before has agreed.</summary>
    public required int Turn { get; init; }

    /// <summary>A role, or the email of an account.</summary>
    public required string Approver { get; init; }

    public required ApprovalState State { get; set; }

    public required Instant AskedAt { get; init; }

    /// <summary>Until when it waits; never past the start of the visit.</summary>
    public required Instant DueAt { get; set; }

    /// <summary>When a manager was asked instead, because nobody answered.</summary>
    public Instant? EscalatedAt { get; set; }

    public Instant? DecidedAt { get; set; }

    /// <summary>Who decided; null while nobody has, and where time did.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>Whether this person may decide now: whoever is asked, and a manager once it was escalated.</summary>
    public bool IsFor(StaffAccess access) =>
        Approver == StaffRoles.Desk ? access.IsDesk
        : Approver == StaffRoles.Manager || EscalatedAt is not null ? access.IsManager || IsNamed(access)
        : IsNamed(access);

    private bool IsNamed(StaffAccess access) => string.Equals(Approver, access.Email, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where one turn stands.</summary>
public enum ApprovalState
{
    Open,
    Agreed,
    Declined,
    RanOut,

    /// <summary>The booking ended, went on or was moved in another way before anybody decided.</summary>
    Withdrawn,
}
