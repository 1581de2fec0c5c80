using NodaTime;

namespace BookingPortal.Core.Sites;

/// <summary>How the portal hears from a site that keeps a book of its own.</summary>
public sealed class SiteLink
{
    public required Guid SiteId { get; init; }

    /// <summary>Its last heartbeat or batch; before the first one, when the portal began to listen.</summary>
    public required Instant LastHeardAt { get; set; }

    /// <summary>What it says it runs on; null when it does not say.</summary>
    public string? Software { get; set; }

    /// <summary>The silence made the site limited, so hearing from it opens it again.</summary>
    public bool IsLimited { get; set; }
}
