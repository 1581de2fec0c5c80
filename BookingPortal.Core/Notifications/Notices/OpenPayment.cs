using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>What a booking's customer has yet to pay.</summary>
/// <param name="Amount">Minor units of the currency.</param>
/// <param name="AskedAt">When it was first asked for.</param>
/// <param name="PayableSince">Since when the gateway takes it; null while the gateway is away and is asked again.</param>
/// <param name="Deadline">Until when it is waited for; null while the gateway is away, because the time to pay has not begun.</param>
internal sealed record OpenPayment(long Amount, string Currency, Instant AskedAt, Instant? PayableSince, Instant? Deadline)
{
    public bool IsGatewayAway => PayableSince is null;
}
