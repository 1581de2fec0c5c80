using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>One thing that a manager did to the machinery by hand, and why: the audit of the Operations pages.</summary>
public sealed class OperatorAct
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Instant At { get; init; }

    /// <summary>The manager's email.</summary>
    public required string By { get; init; }

    /// <summary>Such as <c>retry</c>, <c>edit</c>, <c>skip</c>, <c>undo-booking</c>, <c>clear-alert</c>.</summary>
    public required string Act { get; init; }

    /// <summary>In the manager's words.</summary>
    public required string Reason { get; init; }

    public Guid? MessageId { get; init; }

    public Guid? BookingId { get; init; }

    /// <summary>What it was done to, where that is no message or booking, such as a circuit.</summary>
    public string? Subject { get; init; }

    /// <summary>What it was before, where something was edited.</summary>
    public string? Before { get; init; }

    public string? After { get; init; }
}
