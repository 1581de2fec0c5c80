using NodaTime;

namespace BookingPortal.Core.Durability.Circuits;

/// <summary>What one process last said about one outside system, kept so that every node's pages can show it.</summary>
public sealed class Circuit
{
    public required string System { get; init; }

    /// <summary>The process whose circuit it is.</summary>
    public required string Node { get; init; }

    public required CircuitState State { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; set; }

    public Instant? ChangedAt { get; set; }

    /// <summary>When it lets a call through again; null while it is closed.</summary>
    public Instant? RetryAt { get; set; }

    public string? LastProblem { get; set; }

    public Instant? LastProblemAt { get; set; }

    /// <summary>A person asked for a probe; the process takes the mark away when it has seen it.</summary>
    public Instant? ProbeAskedAt { get; set; }
}
