using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Payments;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>A booking with everything that a message about it may say.</summary>
/// <param name="Resources">The names of what it takes, the primary one first.</param>
public sealed record VisitFacts(Booking Booking, Site Site, Service Service, IReadOnlyList<string> Resources, EventFacts Event)
{
    public required NoticeLanguage Language { get; init; }

    public required NoticePayload Payload { get; init; }

    /// <summary>Addresses by placeholder.</summary>
    public required IReadOnlyDictionary<string, string> Links { get; init; }

    /// <summary>What is yet to be paid before the booking stands; null where nothing is, or where the message does not speak of it.</summary>
    internal OpenPayment? Open { get; init; }

    /// <summary>Until when a payment is waited for.</summary>
    public Instant? Deadline { get; init; }

    public string? UnsubscribeUrl { get; init; }

    private DateTimeZone Zone => CatalogFacts.ZoneOf(Site);

    private WordBook Words => Language.Words;

    public NoticeFacts Describe(NoticeKind kind) => new(Values(kind), NoticeKinds.IsForStaff(kind) ? StaffDetails() : Details(kind))
    {
        SiteName = Site.Name,
        SiteAddress = Site.Address,
        Accent = Site.Accent ?? "#0f766e",
        Because = Words[NoticeKinds.IsForStaff(kind) ? "because-staff" : "because-booking"].Replace("{{site}}", Site.Name, StringComparison.Ordinal),
        UnsubscribeUrl = UnsubscribeUrl,
    };

    /// <summary>
    /// RFC 5546: what stands is asked for, what no longer stands is cancelled; a request that nobody approved is neither. What stood and
    /// waits for a yes to another time is tentative there, and cancelled should the yes not come.
    /// </summary>
    /// <returns>Null where the message has no visit attached.</returns>
    public static CalendarEntryStatus? StatusInCalendar(NoticeKind kind, EventFacts happened) => kind switch
    {
        NoticeKind.Confirmation or NoticeKind.Approved => CalendarEntryStatus.Confirmed,
        NoticeKind.Change when happened.Status is BookingStatus.Confirmed or BookingStatus.CheckedIn => CalendarEntryStatus.Confirmed,
        NoticeKind.MoveAsked when happened.StoodAt is not null => CalendarEntryStatus.Tentative,
        NoticeKind.Declined or NoticeKind.Expired when happened.StoodAt is not null => CalendarEntryStatus.Cancelled,
        NoticeKind.Cancellation => CalendarEntryStatus.Cancelled,
        _ => null,
    };

    /// <summary>The visit as the customer's calendar is to show it.</summary>
    /// <param name="organizer">The address that the mail comes from.</param>
    public CalendarEntry Entry(int version, CalendarEntryStatus status, string organizer) => new()
    {
        Uid = CalendarEntry.UidOf(Booking.Id),
        Sequence = CalendarEntry.SequenceOf(version),
        ChangedAt = Event.At,
        Start = Event.Start,
        End = Event.End,
        Zone = Zone,
        Summary = $"{Service.Name}, {Site.Name}",
        Description = string.Join('\n', Details(NoticeKind.Confirmation).Select(detail => $"{detail.Label}: {detail.Value}").Append(Links["manage"])),
        Location = Site.Address is null ? Site.Name : $"{Site.Name}, {Site.Address}",
        Url = Links["manage"],
        Status = status,
        Organizer = new CalendarPerson(Site.Name, organizer),
        Attendee = new CalendarPerson(Booking.Customer.Name, Booking.Customer.Email),
    };

    private Dictionary<string, string?> Values(NoticeKind kind)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["customer"] = Booking.Customer.Name,
            ["site"] = NoticeKinds.IsSms(kind) ? SmsText.Short(Site.Name) : Site.Name,
            ["address"] = Site.Address,
            ["service"] = NoticeKinds.IsSms(kind) ? SmsText.Short(Service.Name) : Service.Name,
            ["with"] = With,
            ["when"] = When,
            ["start"] = StartIn(kind, Event.Start),
            ["price"] = Price,
            ["reference"] = Booking.Reference,
            ["reason"] = Payload.Reason ?? Event.Reason,
            ["freeUntil"] = FreeUntil is { } until && until > Event.At ? VisitTimes.Start(until, Zone, Language) : null,
            ["before"] = Event.From is { } from ? StartIn(kind, from) : null,
            ["agreed"] = Event.StoodAt is { } stoodAt ? VisitTimes.Start(stoodAt, Zone, Language) : null,
            ["attached"] = StatusInCalendar(kind, Event)?.ToString(),
            ["fee"] = Event.Fee > 0 ? Print(Event.Fee, Booking.Currency) : null,
            ["amount"] = Payload.Amount is { } amount ? Print(amount, Payload.Currency ?? Booking.Currency) : null,
            ["deadline"] = Deadline is { } deadline ? VisitTimes.Start(deadline, Zone, Language) : null,
            ["paidOn"] = NoticePayload.ReadInstant(Payload.At) is { } at ? VisitTimes.Start(at, Zone, Language) : null,
        };
        if (NoticeKinds.IsForStaff(kind))
        {
            values["what"] = Words[Payload.What ?? "booked"];
            values["email"] = Booking.Customer.Email;
            values["phone"] = Booking.Customer.Phone;
            values["notes"] = Booking.Notes;
        }

        foreach ((string name, string link) in Links)
        {
            values[name] = link;
        }

        values["away"] = Open is { IsGatewayAway: true } ? "true" : null;
        if (kind is NoticeKind.Waiting or NoticeKind.Change && values["away"] is not null)
        {
            values["pay"] = null; // there is no page to open
        }

        return values;
    }

    private string StartIn(NoticeKind kind, Instant start) =>
        NoticeKinds.IsSms(kind) ? VisitTimes.Short(start, Event.At, Zone, Language) : VisitTimes.Start(start, Zone, Language);

    private string When => VisitTimes.Stretch(Event.Start, Event.End, Zone, Language);

    private string? With => Resources.Count == 0 ? null : string.Join(", ", Resources);

    private string? Price => Booking.PriceAmount == 0 ? null : Print(Booking.PriceAmount, Booking.Currency);

    /// <summary>Exactly so many hours before is still free; null where cancelling costs nothing at any time.</summary>
    private Instant? FreeUntil => Booking.PriceAmount > 0 && Service.Cancellation.FeePercent > 0
        ? CancellationTerms.FreeUntil(Service.Cancellation, Event.Start, Event.StoodAt)
        : null;

    /// <summary>The visit happens at the site, so its zone comes first; the customer's own stands below where it shows another time.</summary>
    private string? InOwnZone =>
        Time.SiteTime.FindZone(Booking.Customer.TimeZone) is { } own && own.GetUtcOffset(Event.Start) != Zone.GetUtcOffset(Event.Start)
            ? VisitTimes.Stretch(Event.Start, Event.End, own, Language)
            : null;

    private List<(string Label, string Value)> Details(NoticeKind kind) => Shown(
        ("amount", kind is NoticeKind.Receipt or NoticeKind.Refund && Payload.Amount is { } amount ? Print(amount, Payload.Currency ?? Booking.Currency) : null),
        ("when", When),
        ("yours", InOwnZone),
        ("where", Site.Address is null ? Site.Name : $"{Site.Name}\n{Site.Address}"),
        ("what", Booking.Seats > 1 ? $"{Service.Name} × {Booking.Seats}" : Service.Name),
        ("with", With),
        ("price", Price),
        ("reference", Booking.Reference));

    private List<(string Label, string Value)> StaffDetails() => Shown(
        ("customer", Booking.Customer.Name),
        ("contact", string.Join('\n', new[] { Booking.Customer.Email, Booking.Customer.Phone }.Where(each => !string.IsNullOrEmpty(each)))),
        ("when", When),
        ("was", Event.From is { } from ? VisitTimes.Start(from, Zone, Language) : null),
        ("what", Booking.Seats > 1 ? $"{Service.Name} × {Booking.Seats}" : Service.Name),
        ("with", With),
        ("notes", Booking.Notes),
        ("reference", Booking.Reference));

    private List<(string Label, string Value)> Shown(params ReadOnlySpan<(string Label, string? Value)> details)
    {
        var shown = new List<(string, string)>();
        foreach ((string label, string? value) in details)
        {
            if (!string.IsNullOrEmpty(value))
            {
                shown.Add((Words[label], value));
            }
        }

        return shown;
    }

    private string Print(long amount, string currency) => Money.Print(amount, currency, Language.Culture);
}
