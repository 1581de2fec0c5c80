using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Notifications.Wording;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Every alert also to the business's own receiver, where it has one: that mail does not go out cannot be told by mail.</summary>
public sealed class PlanAlertPosts(IEnumerable<IAlertReceiver> receivers) : IPlanNotices
{
    public IEnumerable<PlannedEffect> Plan(Alert alert, IReadOnlyList<string> managers)
    {
        if (receivers.Any())
        {
            NoticePayload payload = NoticePayload.Of(NoticeKind.Alert) with { Title = PlanAlertMails.TitleOf(alert.Cause), Text = alert.Words };
            yield return new PlannedEffect(NoticeEffects.Webhook, NoticeEffects.ToAlertReceiver, payload.Write()) { PointlessAfter = alert.RaisedAt + PlanAlertMails.NewsFor };
        }
    }
}
