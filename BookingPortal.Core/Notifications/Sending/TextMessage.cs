using NodaTime;

namespace BookingPortal.Core.Notifications.Sending;

/// <summary>An SMS ready to go out.</summary>
/// <param name="Id">The message's name for life; a repeat carries the same.</param>
/// <param name="To">The number as the customer wrote it.</param>
/// <param name="At">When it came about.</param>
/// <param name="MaybeSent">An earlier try may have reached the gateway; it is asked before another one goes out.</param>
public sealed record TextMessage(Guid Id, string To, string Text, Instant At, bool MaybeSent = false);
