using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Payments;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>A mail to every manager when something needs a person: a dead letter, a queue that falls behind, a circuit that opened, a job that missed its time.</summary>
public sealed class PlanAlertMails : IPlanNotices
{
    /// <summary>By then somebody has seen the page, or the matter is over.</summary>
    internal static readonly Duration NewsFor = Duration.FromDays(2);

    public IEnumerable<PlannedEffect> Plan(Alert alert, IReadOnlyList<string> managers)
    {
        NoticePayload payload = NoticePayload.Of(NoticeKind.Alert) with { Title = TitleOf(alert.Cause), Text = alert.Words };
        return managers.Select(manager => new PlannedEffect(NoticeEffects.Mail, NoticeEffects.ToAddress(manager), payload.Write())
        {
            PointlessAfter = alert.RaisedAt + NewsFor,
        });
    }

    internal static string TitleOf(string cause)
    {
        string[] parts = cause.Split(':', 2);
        string what = parts.Length > 1 ? parts[1] : "";
        return parts[0] switch
        {
            "dead-letter" when what == UndoLetter.Kind => "A booking could not be taken back",
            "dead-letter" when what == RefundLetter.Kind => "Money could not be sent back",
            "dead-letter" => $"Something could not be delivered ({Plain(what)})",
            "lag" => $"Messages are late ({Plain(what)})",
            "retrying" => $"Messages fail again and again ({Plain(what)})",
            "circuit" => $"An outside system does not answer ({Plain(what)})",
            "job" => $"Background work does not run as it should ({what})",
            "timetable" => "No background work runs at all",
            "backlog" => "Too many messages wait",
            "stuck" => "Bookings wait for too long",
            "subscriber" when what == SealEvents.Reader => "The history of bookings needs a look",
            "subscriber" when what == MakeSureOfEffects.Reader => "Messages of some bookings may be missing",
            "subscriber" => "The counts of what happened do not go on",
            _ => "Something needs a person",
        };
    }

    private static string Plain(string kind) => kind switch
    {
        NoticeEffects.Sms => "SMS",
        NoticeEffects.Webhook => "alerts to their own receiver",
        NoticeEffects.Staff => "notes to colleagues",
        _ => kind,
    };
}
