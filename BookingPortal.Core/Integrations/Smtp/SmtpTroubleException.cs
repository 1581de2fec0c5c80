using BookingPortal.Core.Notifications.Sending;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>Ends a conversation with the mail server; the sender turns it into its answer. It never leaves this folder.</summary>
internal sealed class SmtpTroubleException : Exception
{
    public SmtpTroubleException()
        : this("The mail server did something unexpected.")
    {
    }

    public SmtpTroubleException(string message)
        : base(message) => Answer = new SendAnswer.Later(message);

    public SmtpTroubleException(string message, Exception innerException)
        : base(message, innerException) => Answer = new SendAnswer.Later(message);

    public SmtpTroubleException(SendAnswer answer, string message)
        : base(message) => Answer = answer;

    public SendAnswer Answer { get; }

    /// <summary>The server let go before it had seen anything of the message, so it can go out over another connection at once.</summary>
    public bool WasUntouched { get; init; }

    public static SmtpTroubleException Never(string reason) => new(new SendAnswer.Never(reason), reason);
}
