using NodaTime;

namespace BookingPortal.Core.Notifications.Sending;

/// <summary>A mail ready to go out: to one person, as text and as HTML that say the same.</summary>
public sealed record Email
{
    /// <summary>The mail's name for life: a repeat after a broken connection carries the same, so that a mail program can tell.</summary>
    public required Guid Id { get; init; }

    public required string To { get; init; }

    public string? ToName { get; init; }

    /// <summary>Whose name stands before the sender's address: the site's; null = as the settings say.</summary>
    public string? FromName { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    /// <summary>BCP 47 tag of the language it is written in.</summary>
    public required string Language { get; init; }

    /// <summary>When it came about; a repeat says the same.</summary>
    public required Instant At { get; init; }

    /// <summary>The visit for the receiver's calendar; null where there is none.</summary>
    public EmailCalendar? Calendar { get; init; }

    /// <summary>Where the receiver says that they want no more of these; null for mail that belongs to a contract, which nobody can refuse.</summary>
    public string? UnsubscribeUrl { get; init; }
}

/// <summary>The calendar part of a mail.</summary>
/// <param name="Method">RFC 5546: <c>REQUEST</c> or <c>CANCEL</c>, the same as inside the file.</param>
/// <param name="File">The iCalendar text.</param>
public sealed record EmailCalendar(string Method, string File);
