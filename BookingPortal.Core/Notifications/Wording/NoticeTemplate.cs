using NodaTime;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>The words that a site has chosen for one kind of message in one language. Every change is a version; the highest holds.</summary>
public sealed class NoticeTemplate
{
    public required Guid SiteId { get; init; }

    public required NoticeKind Kind { get; init; }

    public required string Language { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Version { get; init; }

    /// <summary>Null = back to the portal's own words.</summary>
    public string? Subject { get; init; }

    public string? Body { get; init; }

    public required Instant ChangedAt { get; init; }

    /// <summary>The address of whoever changed it.</summary>
    public required string ChangedBy { get; init; }
}
