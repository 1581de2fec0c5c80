namespace BookingPortal.Core.Notifications.Sending;

/// <summary>Hands a mail to whoever delivers it. An adapter never throws for what the other side does; it answers.</summary>
public interface IEmailSender
{
    Task<SendAnswer> SendAsync(Email mail, CancellationToken cancellationToken);
}
