using System.Text.Json.Serialization;
using BookingPortal.Core.Bookings;
using NodaTime;

namespace BookingPortal.Core.Sites;

/// <summary>One booking that a site's own system made and told the portal of; where the portal had sold the time, an item of the inbox, never a second booking.</summary>
public sealed class SiteEntry
{
    public const int LongestId = 100;

    public required Guid SiteId { get; init; }

    /// <summary>The site's own name for it: told again, it is the same entry.</summary>
    public required string EntryId { get; init; }

    /// <summary>SHA-256 of what was told: the same name for something else is a mistake of the site's system.</summary>
    public required byte[] Hash { get; init; }

    public required SiteBooking Wanted { get; init; }

    public required SiteEntryOutcome Outcome { get; set; }

    /// <summary>The portal's booking made of it; null while there is none.</summary>
    public Guid? BookingId { get; set; }

    public string? Reference { get; set; }

    /// <summary>Why it could not be taken as it is, in words; null where it could.</summary>
    public string? Reason { get; set; }

    /// <summary>Whose booking counts by the site's rule, in words for whoever decides.</summary>
    public string? Advice { get; set; }

    public required Instant ToldAt { get; init; }

    /// <summary>When a conflict was decided; null while it waits in the inbox.</summary>
    public Instant? ResolvedAt { get; set; }

    public string? ResolvedBy { get; set; }
}

/// <summary>A booking as the site's own system describes it.</summary>
/// <param name="Start">When the visit begins.</param>
/// <param name="MadeAt">When the site booked it, for the rule that the earliest counts; null when it does not say.</param>
public sealed record SiteBooking(string Service, long Start, string? Resource, int Seats, Customer Customer, string? Notes, long? MadeAt)
{
    [JsonIgnore]
    public Instant StartsAt => Instant.FromUnixTimeMilliseconds(Start);
}

/// <summary>What became of an entry.</summary>
public enum SiteEntryOutcome
{
    Accepted,
    Conflict,

    /// <summary>A conflict in which the portal's booking stays.</summary>
    Dismissed,
}
