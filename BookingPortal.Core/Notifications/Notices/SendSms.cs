using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Sending;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Does the effects of kind "sms". A try that falls into the site's quiet hours waits for their end.</summary>
public sealed class SendSms(ComposeNotice composeNotice, ISmsSender sender, KeepEffectResult keepResult) : IEffectHandler
{
    public string Kind => NoticeEffects.Sms;

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
            case ComposeNotice.Answer.BySms { QuietUntil: { } until }:
                return new EffectAnswer.NotYet("These are the site's quiet hours.", until);
            case ComposeNotice.Answer.BySms composed:
                return await HandOverAsync(effect, composed.Message, cancellationToken);
            default:
                return new EffectAnswer.Refused("This notice is no SMS.");
        }
    }

    private async Task<EffectAnswer> HandOverAsync(Effect effect, TextMessage message, CancellationToken cancellationToken)
    {
        switch (await sender.SendAsync(message, cancellationToken))
        {
            case SendAnswer.Sent sent:
                await keepResult.RunAsync(effect, sent.Receipt, cancellationToken: CancellationToken.None);
                return new EffectAnswer.Delivered(sent.Receipt);
            case SendAnswer.Later later:
                return new EffectAnswer.TryAgain(later.Reason, IsOutage: later.IsOutage);
            case SendAnswer.Never never:
                return new EffectAnswer.Refused(never.Reason);
            default:
                throw new InvalidOperationException("An SMS gateway cannot answer like this.");
        }
    }
}
