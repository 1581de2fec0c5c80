using NodaTime;

namespace BookingPortal.Core.CalendarSync;

/// <summary>A site's or a resource's bookings as an address that a calendar program reads again and again. Whoever knows the address reads it, so only a hash of it is kept.</summary>
public sealed class CalendarFeed
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What it is called in lists and by whoever revokes it; unique.</summary>
    public required string Name { get; init; }

    /// <summary>Only bookings at this site; null = at all.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>Only bookings of this resource; null = of all.</summary>
    public Guid? ResourceId { get; init; }

    /// <summary>SHA-256 of the token in its address, which is 256 random bits.</summary>
    public required byte[] Hash { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>From then on its address answers nothing; null while it is in use.</summary>
    public Instant? RevokedAt { get; set; }
}
