using NodaTime;

namespace BookingPortal.Core.Notifications.Sending;

/// <summary>Hands an alert to a place of the business's own that is no mail: a chat, a pager. An adapter never throws for what the other side does; it answers.</summary>
public interface IAlertReceiver
{
    Task<SendAnswer> SendAsync(AlertPost post, CancellationToken cancellationToken);
}

/// <summary>An alert ready to go out.</summary>
/// <param name="Id">The message's name for life; a repeat carries the same.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Words">What happened, in plain words.</param>
/// <param name="Address">The page where it is seen to.</param>
public sealed record AlertPost(Guid Id, string Title, string Words, Instant At, string Address);
