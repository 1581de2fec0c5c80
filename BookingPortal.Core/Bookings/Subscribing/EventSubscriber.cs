using NodaTime;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>How far one reader of the event stream has come: its own position, which moves in the commit of what it did with the events.</summary>
public sealed class EventSubscriber
{
    public required string Name { get; init; }

    /// <summary>The last event it took; 0 before the first.</summary>
    public long Position { get; set; }

    /// <summary>The furthest it ever came: what it is given again up to here is a replay.</summary>
    public long Furthest { get; set; }

    public Instant? ChangedAt { get; set; }

    /// <summary>Why it could not take the next events; null while it goes well.</summary>
    public string? Problem { get; set; }

    /// <summary>What it came upon that a person should see to, though it goes on; it stays until that place was read again.</summary>
    public string? Finding { get; set; }

    /// <summary>The first event that <see cref="Finding"/> is about.</summary>
    public long? FindingFrom { get; set; }
}
