using NodaTime;

namespace BookingPortal.Core.Notifications.Reminding;

/// <summary>
/// That a reminder was decided: sent or left out, once for a booking, its start and the kind of reminder. A start stands for
/// all versions of a booking that kept it, so checking somebody in by mistake and undoing it reminds nobody twice, and a visit
/// that was moved is reminded of at its new time.
/// </summary>
public sealed class ReminderMark
{
    public required Guid BookingId { get; init; }

    public required Instant StartsAt { get; init; }

    /// <summary>Such as <c>24h-mail</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The booking's version when it was decided.</summary>
    public required int BookingVersion { get; init; }

    public required Instant At { get; init; }

    /// <summary>Why it was left out; null where it was sent.</summary>
    public string? Skipped { get; init; }
}
