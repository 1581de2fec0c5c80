namespace BookingPortal.Core.Notifications.Sending;

/// <summary>Hands an SMS to whoever delivers it. An adapter never throws for what the other side does; it answers.</summary>
public interface ISmsSender
{
    Task<SendAnswer> SendAsync(TextMessage message, CancellationToken cancellationToken);
}
