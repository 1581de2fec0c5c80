using NodaTime;

namespace BookingPortal.Core.Durability.Nodes;

/// <summary>A process of the portal that says now and then that it lives, and what it is at.</summary>
public sealed class WorkerBeat
{
    /// <summary>As in leases and attempts.</summary>
    public required string Worker { get; init; }

    public required Instant StartedAt { get; init; }

    public required Instant SeenAt { get; set; }

    /// <summary>Messages taken and not finished.</summary>
    public int InFlight { get; set; }

    /// <summary>The kinds of messages that it delivers, with commas; empty on a node that only serves pages.</summary>
    public required string Kinds { get; set; }

    /// <summary>The version of the portal that it runs.</summary>
    public required string Version { get; set; }
}
