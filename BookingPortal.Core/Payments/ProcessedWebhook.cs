using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>News of a gateway that was acted upon, written in the same commit; the same news again changes nothing.</summary>
public sealed class ProcessedWebhook
{
    public required string Gateway { get; init; }

    /// <summary>The gateway's name for this news.</summary>
    public required string EventId { get; init; }

    public required Instant At { get; init; }
}
