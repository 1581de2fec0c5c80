using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Wording;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Which messages a change of a booking causes: a mail to the customer, an SMS where the site sends those, and one message from which each colleague concerned gets a mail of their own.</summary>
public sealed class PlanNotices(StaffDirectory staff, SagaSettings sagas) : IPlanEffects
{
    /// <summary>The newest word on the visit replaces what still waits.</summary>
    internal const string VisitTopic = "visit";

    /// <summary>What is asked for now replaces what was asked for before; and it is another message than the colleagues' notice of the same event.</summary>
    private const string DecideTopic = "decide";

    /// <summary>Longer than any night: an SMS that comes later than that is no news, also where it is found missing only then.</summary>
    private static readonly Duration TextFor = Duration.FromDays(1);

    /// <summary>A cancelled or past visit is news for a while yet.</summary>
    private static readonly Duration NewsFor = Duration.FromDays(2);

    public IEnumerable<PlannedEffect> Plan(Booking booking, Service service, Site site, BookingEvent happened)
    {
        if (ToCustomer(booking, service, happened) is { } kind && booking.Customer.Email.Length > 0)
        {
            NoticePayload payload = NoticePayload.Of(kind) with { Name = booking.Customer.Name, Locale = booking.Customer.Locale };
            yield return new PlannedEffect(NoticeEffects.Mail, NoticeEffects.ToAddress(booking.Customer.Email), payload.Write(), VisitTopic)
            {
                DueAt = kind == NoticeKind.Waiting ? happened.At + PatienceWithPayers.Of(sagas) : null,
                PointlessAfter = kind is NoticeKind.Waiting or NoticeKind.PaymentDue ? booking.StartsAt : Instant.Max(booking.EndsAt, happened.At + NewsFor),
            };
        }

        if (ByText(booking, site, happened) is { } text)
        {
            NoticePayload payload = NoticePayload.Of(text) with { Name = booking.Customer.Name, Locale = booking.Customer.Locale };
            yield return new PlannedEffect(NoticeEffects.Sms, NoticeEffects.ToNumber(booking.Customer.Phone!), payload.Write(), VisitTopic)
            {
                PointlessAfter = Instant.Min(booking.StartsAt, happened.At + TextFor),
            };
        }

        if (ToDeciders(booking, happened) is { } asked)
        {
            yield return ToColleagues(NoticeKind.ApprovalAsked, asked, booking, site, happened) with { Topic = DecideTopic };
        }

        if (ToStaff(booking, happened) is { } what && staff.MayConcern(booking.Resources.Select(resource => resource.ResourceId)))
        {
            yield return ToColleagues(NoticeKind.StaffNotice, what, booking, site, happened);
        }
    }

    private static PlannedEffect ToColleagues(NoticeKind kind, string what, Booking booking, Site site, BookingEvent happened) =>
        new(NoticeEffects.Staff, NoticeEffects.ToColleagues(site), (NoticePayload.Of(kind) with { What = what }).Write())
        {
            PointlessAfter = Instant.Max(booking.EndsAt, happened.At + NewsFor),
        };

    private static NoticeKind? ToCustomer(Booking booking, Service service, BookingEvent happened) => happened.Type switch
    {
        BookingEventTypes.Requested => NoticeKind.Requested,
        BookingEventTypes.AwaitingPayment => IsLedToPay(booking, happened) ? NoticeKind.Waiting : NoticeKind.PaymentDue,
        BookingEventTypes.Confirmed => IsApproval(service, happened) ? NoticeKind.Approved : NoticeKind.Confirmation,
        BookingEventTypes.Restored => booking.Status == BookingStatus.Confirmed ? NoticeKind.Confirmation : null,
        BookingEventTypes.Rescheduled => booking.Status == BookingStatus.PendingApproval ? NoticeKind.MoveAsked : NoticeKind.Change,
        BookingEventTypes.Cancelled => NoticeKind.Cancellation,
        BookingEventTypes.Declined => NoticeKind.Declined,
        BookingEventTypes.Expired => NoticeKind.Expired,
        _ => null, // what happens at the desk is seen at the desk
    };

    /// <summary>What a customer who gave a number is told by SMS too, where the site does that; null = nothing.</summary>
    private static NoticeKind? ByText(Booking booking, Site site, BookingEvent happened)
    {
        if (site.Texts.Count == 0 || string.IsNullOrEmpty(booking.Customer.Phone))
        {
            return null;
        }

        NoticeKind? kind = happened.Type switch
        {
            BookingEventTypes.Confirmed => NoticeKind.ConfirmationSms,
            BookingEventTypes.Restored when booking.Status == BookingStatus.Confirmed => NoticeKind.ConfirmationSms,
            BookingEventTypes.Rescheduled when booking.Status is BookingStatus.Confirmed or BookingStatus.CheckedIn && IsAnotherTime(booking, happened) => NoticeKind.ChangeSms,
            BookingEventTypes.Cancelled => NoticeKind.CancellationSms,
            BookingEventTypes.Declined or BookingEventTypes.Expired when booking.StoodAt is not null => NoticeKind.CancellationSms,
            _ => null,
        };
        return kind is { } found && NoticeKinds.OccasionOf(found) is { } occasion && site.Texts.Contains(occasion) ? found : null;
    }

    /// <summary>Who does the work is news for a mail; only another time is worth an SMS.</summary>
    private static bool IsAnotherTime(Booking booking, BookingEvent happened) => EventFacts.Of(happened, booking) is { } asOf && asOf.From != asOf.Start;

    /// <summary>Who books themselves is led on to the gateway's page at once; whom staff book, or whose request is approved, learns from a mail that there is something to pay.</summary>
    private static bool IsLedToPay(Booking booking, BookingEvent happened) => happened.Version == 1 && booking.Source != BookSlot.StaffSource;

    /// <summary>The step before was a person's yes, and not the customer's money.</summary>
    private static bool IsApproval(Service service, BookingEvent happened) =>
        service.NeedsApproval && happened.Version > 1 && happened.By != "payment";

    /// <summary>What those who may decide are asked for, as the word book labels it; a request that was moved is looked at anew.</summary>
    private static string? ToDeciders(Booking booking, BookingEvent happened) => happened.Type switch
    {
        BookingEventTypes.Requested => "request",
        BookingEventTypes.Rescheduled when booking.Status == BookingStatus.PendingApproval => "request-moved",
        _ => null,
    };

    /// <summary>What happened, as the word book labels it; null = nothing that colleagues have to know. Of what never stood they have not heard.</summary>
    private static string? ToStaff(Booking booking, BookingEvent happened) => happened.Type switch
    {
        BookingEventTypes.Confirmed => "booked",
        BookingEventTypes.Restored => "restored",
        BookingEventTypes.Rescheduled when booking.Status is BookingStatus.Confirmed or BookingStatus.CheckedIn => "moved",
        BookingEventTypes.Rescheduled when booking.StoodAt is not null => "moved-waits",
        BookingEventTypes.Declined when booking.StoodAt is not null => "declined",
        BookingEventTypes.Expired when booking.StoodAt is not null => "lapsed",
        BookingEventTypes.Cancelled => "cancelled",
        _ => null,
    };
}
