using System.Collections.Concurrent;
using BookingPortal.Core.Notifications.Sending;
using NodaTime;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>Hands mails to the business's own server. Connections are kept for a moment, because greeting and encrypting take longer than a mail.</summary>
public sealed class SmtpEmailSender(SmtpSettings settings, IClock clock) : IEmailSender, IAsyncDisposable
{
    /// <summary>Servers hang up on guests who stay silent, some after ten seconds.</summary>
    private static readonly Duration LongestIdle = Duration.FromSeconds(8);

    /// <summary>Many servers take no more than this on one connection.</summary>
    private const int MostMessages = 50;

    private readonly ConcurrentBag<Idle> _idle = [];
    private readonly OpenSmtpSession _open = new(settings);

    public async Task<SendAnswer> SendAsync(Email mail, CancellationToken cancellationToken)
    {
        if (MailboxAddress.TryParse(mail.To, mail.ToName) is not { } to)
        {
            return new SendAnswer.Never($"\"{mail.To}\" is no address that mail can be sent to.");
        }

        byte[] message = MimeMessage.Write(mail, settings.From, to);
        while (true)
        {
            try
            {
                return await DeliverAsync(to, message, cancellationToken);
            }
            catch (SmtpTroubleException trouble) when (!trouble.WasUntouched)
            {
                return trouble.Answer;
            }
            catch (SmtpTroubleException)
            {
                // The server had hung up on a connection that was kept; each turn takes one of those away, and a new one never comes here.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out Idle? idle))
        {
            await idle.Session.DisposeAsync();
        }
    }

    private async Task<SendAnswer> DeliverAsync(MailboxAddress to, byte[] message, CancellationToken cancellationToken)
    {
        SmtpSession session = await TakeIdleAsync() ?? await _open.RunAsync(cancellationToken);
        bool isKept = false;
        try
        {
            SendAnswer answer = await session.DeliverAsync(to, message, cancellationToken);
            if (!session.IsSpent && session.Messages < MostMessages)
            {
                _idle.Add(new Idle(session, clock.GetCurrentInstant()));
                isKept = true;
            }

            return answer;
        }
        finally
        {
            if (!isKept)
            {
                await session.DisposeAsync();
            }
        }
    }

    private async Task<SmtpSession?> TakeIdleAsync()
    {
        while (_idle.TryTake(out Idle? idle))
        {
            if (clock.GetCurrentInstant() - idle.Since < LongestIdle)
            {
                return idle.Session;
            }

            await idle.Session.DisposeAsync();
        }

        return null;
    }

    private sealed record Idle(SmtpSession Session, Instant Since);
}
