namespace BookingPortal.Dev;

/// <summary>Whether the mailbox page is there: in Development alone, because its mails hold the links of customers.</summary>
public sealed record MailboxAccess(bool IsOpen);
