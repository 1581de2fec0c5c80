using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Sending;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Does the effects of kind "webhook": an alert to the business's own receiver, with retries and a circuit of its own, so that neither mail nor SMS can hold it up.</summary>
public sealed class PostAlert(IEnumerable<IAlertReceiver> receivers, PortalAddress portal, KeepEffectResult keepResult) : IEffectHandler
{
    private const string Page = "/operations";

    public string Kind => NoticeEffects.Webhook;

    public async Task<EffectAnswer> DeliverAsync(Effect effect, CancellationToken cancellationToken)
    {
        if (receivers.FirstOrDefault() is not { } receiver)
        {
            return new EffectAnswer.Pointless("Alerts have no receiver of their own any more.");
        }

        if (NoticePayload.Read(effect.Payload) is not { } payload)
        {
            return new EffectAnswer.Refused("The payload is not that of an alert.");
        }

        if (effect.Attempt > 1 && await keepResult.FindAsync(effect, cancellationToken: cancellationToken) is { } done)
        {
            return new EffectAnswer.Delivered(done.Receipt);
        }

        var post = new AlertPost(effect.Id, payload.Title ?? "", payload.Text ?? "", effect.CreatedAt, portal.Base + Page);
        switch (await receiver.SendAsync(post, cancellationToken))
        {
            case SendAnswer.Sent sent:
                await keepResult.RunAsync(effect, sent.Receipt, cancellationToken: CancellationToken.None);
                return new EffectAnswer.Delivered(sent.Receipt);
            case SendAnswer.Later later:
                return new EffectAnswer.TryAgain(later.Reason, IsOutage: later.IsOutage);
            case SendAnswer.Never never:
                return new EffectAnswer.Refused(never.Reason);
            default:
                throw new InvalidOperationException("A receiver of alerts cannot answer like this.");
        }
    }
}
