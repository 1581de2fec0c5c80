using System.Globalization;
using System.Text;
using BookingPortal.Core.Notifications.Sending;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>A connection on which the server is ready for messages: greeted, encrypted, signed in (RFC 5321).</summary>
internal sealed class SmtpSession(SmtpLines lines, SmtpSettings settings, IReadOnlySet<string> offers) : IAsyncDisposable
{
    /// <summary>Messages handed over on it so far.</summary>
    public int Messages { get; private set; }

    /// <summary>It broke, or nobody knows in which state it is.</summary>
    public bool IsSpent { get; private set; }

    /// <exception cref="SmtpTroubleException">The server was not reached, broke off, or refused.</exception>
    public async Task<SendAnswer> DeliverAsync(MailboxAddress to, byte[] message, CancellationToken cancellationToken)
    {
        IsSpent = true; // until the server has answered everything
        bool isInternational = to.NeedsSmtpUtf8 || settings.From.NeedsSmtpUtf8;
        if (isInternational && !offers.Contains("SMTPUTF8"))
        {
            throw SmtpTroubleException.Never($"{settings.Host} takes no address like {to.Text}: it does not offer SMTPUTF8.");
        }

        string more = (isInternational ? " SMTPUTF8 BODY=8BITMIME" : "")
            + (offers.Contains("SIZE") ? string.Create(CultureInfo.InvariantCulture, $" SIZE={message.Length}") : "");
        SmtpReply answer = await BeginAsync($"MAIL FROM:<{settings.From.Text}>{more}", cancellationToken);
        bool isAboutReceiver = answer.IsGood;
        if (answer.IsGood)
        {
            answer = await AskAsync($"RCPT TO:<{to.Text}>", cancellationToken);
            isAboutReceiver = !answer.IsGood && answer.Code != 421;
        }

        if (answer.IsGood)
        {
            answer = await AskAsync("DATA", cancellationToken);
        }

        if (!answer.IsGood)
        {
            await ResetAsync(answer, cancellationToken);
            return Refusal(answer, isAboutReceiver);
        }

        await lines.SendAsync(Stuff(message), settings.DataLimit, cancellationToken);
        answer = await lines.ReadReplyAsync(settings.DataLimit, cancellationToken);
        IsSpent = answer.Code == 421;
        Messages++;
        return answer.IsGood ? new SendAnswer.Sent(answer.Words) : Refusal(answer, isAboutReceiver: false);
    }

    public async ValueTask DisposeAsync() => await lines.DisposeAsync();

    /// <summary>The first command on a connection that may have been closed meanwhile: then nothing of the message is on its way.</summary>
    private async Task<SmtpReply> BeginAsync(string command, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(command, cancellationToken);
        }
        catch (SmtpTroubleException trouble) when (Messages > 0)
        {
            throw new SmtpTroubleException(trouble.Message, trouble) { WasUntouched = true };
        }
    }

    private Task<SmtpReply> AskAsync(string command, CancellationToken cancellationToken) =>
        lines.AskAsync(command, settings.CommandLimit, cancellationToken);

    /// <summary>After a refused receiver the connection is as good as before.</summary>
    private async Task ResetAsync(SmtpReply refused, CancellationToken cancellationToken)
    {
        IsSpent = refused.Code == 421 || !(await AskAsync("RSET", cancellationToken)).IsGood;
        Messages++;
    }

    /// <summary>RFC 5321, 4.2.1; one exception stands in its 4.5.3.1.10: 552 to a receiver means 452, a full mailbox that may be emptied.</summary>
    private SendAnswer Refusal(SmtpReply answer, bool isAboutReceiver) => answer.IsForGood && !(isAboutReceiver && answer.Code == 552)
        ? new SendAnswer.Never($"{settings.Host} refused it: {answer.Words}")
        : new SendAnswer.Later($"{settings.Host} does not take it now: {answer.Words}", IsOutage: !isAboutReceiver);

    /// <summary>A dot that begins a line is doubled (RFC 5321, 4.5.2), and a dot alone ends the message.</summary>
    internal static byte[] Stuff(byte[] message)
    {
        string text = Encoding.Latin1.GetString(message);
        string stuffed = text.StartsWith('.') ? "." + text : text;
        stuffed = stuffed.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(stuffed.EndsWith("\r\n", StringComparison.Ordinal) ? stuffed + ".\r\n" : stuffed + "\r\n.\r\n");
    }
}
