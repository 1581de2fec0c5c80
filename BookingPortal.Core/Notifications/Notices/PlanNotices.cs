using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Wording;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Which mails a change of a booking causes: one to the customer, and one message from which each colleague concerned gets a mail of their own.</summary>
public sealed class PlanNotices(StaffDirectory staff) : IPlanEffects
{
    /// <summary>The newest word on the visit replaces what still waits.</summary>
    private const string VisitTopic = "visit";

    /// <summary>A cancelled or past visit is news for a while yet.</summary>
    private static readonly Duration NewsFor = Duration.FromDays(2);

    public IEnumerable<PlannedEffect> Plan(Booking booking, Service service, Site site, BookingEvent happened)
    {
        if (ToCustomer(booking, service, happened) is { } kind && booking.Customer.Email.Length > 0)
        {
            NoticePayload payload = NoticePayload.Of(kind) with { Name = booking.Customer.Name, Locale = booking.Customer.Locale };
            yield return new PlannedEffect(NoticeEffects.Mail, NoticeEffects.ToAddress(booking.Customer.Email), payload.Write(), VisitTopic)
            {
                PointlessAfter = Instant.Max(booking.EndsAt, happened.At + NewsFor),
            };
        }

        if (ToStaff(booking, happened) is { } what && (what == "request" || staff.MayConcern(booking.Resources.Select(resource => resource.ResourceId))))
        {
            NoticeKind staffKind = what == "request" ? NoticeKind.ApprovalAsked : NoticeKind.StaffNotice;
            yield return new PlannedEffect(NoticeEffects.Staff, NoticeEffects.ToColleagues(site), (NoticePayload.Of(staffKind) with { What = what }).Write())
            {
                PointlessAfter = Instant.Max(booking.EndsAt, happened.At + NewsFor),
            };
        }
    }

    private static NoticeKind? ToCustomer(Booking booking, Service service, BookingEvent happened) => happened.Type switch
    {
        BookingEventTypes.Requested => NoticeKind.Requested,
        BookingEventTypes.AwaitingPayment => NoticeKind.PaymentDue,
        BookingEventTypes.Confirmed => IsApproval(booking, service, happened) ? NoticeKind.Approved : NoticeKind.Confirmation,
        BookingEventTypes.Restored => booking.Status == BookingStatus.Confirmed ? NoticeKind.Confirmation : null,
        BookingEventTypes.Rescheduled => NoticeKind.Change,
        BookingEventTypes.Cancelled => NoticeKind.Cancellation,
        BookingEventTypes.Declined => NoticeKind.Declined,
        BookingEventTypes.Expired => NoticeKind.Expired,
        _ => null, // what happens at the desk is seen at the desk
    };

    /// <summary>The step before was a person's yes, and not the customer's money.</summary>
    private static bool IsApproval(Booking booking, Service service, BookingEvent happened) =>
        service.NeedsApproval && booking.Version > 1 && happened.By != "payment";

    /// <summary>What happened, as the word book labels it; null = nothing that colleagues have to know.</summary>
    private static string? ToStaff(Booking booking, BookingEvent happened) => happened.Type switch
    {
        BookingEventTypes.Requested => "request",
        BookingEventTypes.Confirmed => "booked",
        BookingEventTypes.Restored => "restored",
        BookingEventTypes.Rescheduled when booking.Status is BookingStatus.Confirmed or BookingStatus.CheckedIn => "moved",
        BookingEventTypes.Cancelled => "cancelled",
        _ => null,
    };
}
