using NodaTime;

namespace BookingPortal.Core.Notifications.Sending;

/// <summary>What would have gone out, where neither a mail server nor an SMS gateway is set: the newest few hundred, to be looked at.</summary>
public interface IMailbox
{
    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<MailboxEntry>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Null where there is none of this name any more.</summary>
    Task<MailboxEntry?> FindAsync(string name, CancellationToken cancellationToken);
}

/// <summary>One message of the mailbox: a mail, or an SMS.</summary>
/// <param name="Name">What it is called in addresses.</param>
public sealed record MailboxEntry(string Name, Instant PutAt, Email? Mail, TextMessage? Sms)
{
    public string To => Mail?.To ?? Sms!.To;

    public string Title => Mail?.Subject ?? Sms!.Text;
}
