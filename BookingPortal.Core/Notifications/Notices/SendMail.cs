using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Sending;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Does the effects of kind "mail": makes the words, hands them over, and remembers the receipt before anything else can happen.</summary>
public sealed class SendMail(ComposeNotice composeNotice, IEmailSender sender, KeepEffectResult keepResult) : IEffectHandler
{
    public string Kind => NoticeEffects.Mail;

    public async Task<EffectAnswer> DeliverAsync(Effect effect, CancellationToken cancellationToken)
    {
        if (effect.Attempt > 1 && await keepResult.FindAsync(effect, cancellationToken: cancellationToken) is { } done)
        {
            return new EffectAnswer.Delivered(done.Receipt);
        }

        switch (await composeNotice.RunAsync(effect, cancellationToken))
        {
            case ComposeNotice.Answer.Pointless pointless:
                return new EffectAnswer.Pointless(pointless.Why);
            case ComposeNotice.Answer.Impossible impossible:
                return new EffectAnswer.Refused(impossible.Why);
            case ComposeNotice.Answer.ByMail composed:
                return await HandOverAsync(effect, composed.Mail, cancellationToken);
            default:
                return new EffectAnswer.Refused("This notice is no mail.");
        }
    }

    private async Task<EffectAnswer> HandOverAsync(Effect effect, Email mail, CancellationToken cancellationToken)
    {
        switch (await sender.SendAsync(mail, cancellationToken))
        {
            case SendAnswer.Sent sent:
                // It is out: whatever happens now, it must not go out again.
                await keepResult.RunAsync(effect, sent.Receipt, cancellationToken: CancellationToken.None);
                return new EffectAnswer.Delivered(sent.Receipt);
            case SendAnswer.Later later:
                return new EffectAnswer.TryAgain(later.Reason, IsOutage: later.IsOutage);
            case SendAnswer.Never never:
                return new EffectAnswer.Refused(never.Reason);
            default:
                throw new InvalidOperationException("A mail server cannot answer like this.");
        }
    }
}
