using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Writes a scenario as the file that reads as the same scenario. What has its default is left out.</summary>
public static class ScenarioJson
{
    // Names stay readable; the file is read by programs and people, never pasted into a page.
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Scenario scenario) => new JsonObject
    {
        ["sites"] = List(scenario.Sites, Site),
        ["resources"] = List(scenario.Resources, Resource),
        ["services"] = List(scenario.Services, Offer),
        ["sessions"] = List(scenario.Sessions, Session),
        ["bookings"] = List(scenario.Bookings, Booking),
    }.ToJsonString(Form);

    private static JsonObject Site(ScenarioSite site) => Object(
        ("slug", site.Slug),
        ("name", site.Name),
        ("timeZone", site.TimeZone),
        ("address", site.Address),
        ("accent", site.Accent),
        ("status", site.Status == SiteStatus.Open ? null : Camel(site.Status)),
        ("locale", site.Locale),
        ("quietHours", site.QuietHours is { } quiet ? Object(("from", MinuteOfDay.Print(quiet.FromMinute)), ("to", MinuteOfDay.Print(quiet.ToMinute))) : null),
        ("sms", site.Texts.Count == 0 ? null : Texts(site.Texts.Select(occasion => Camel(occasion)))),
        ("kind", site.Kind == SiteKind.Central ? null : Camel(site.Kind)),
        ("silenceMinutes", site.Kind == SiteKind.Linked ? site.SilenceMinutes : null),
        ("whenSilent", site.WhenSilent == SilenceRule.Request ? null : Camel(site.WhenSilent)),
        ("conflicts", site.Conflicts == ConflictRule.AskPerson ? null : Camel(site.Conflicts)),
        ("hours", OrNothing(site.Hours, Rule)),
        ("exceptions", OrNothing(site.Exceptions, Exception)));

    private static JsonObject Resource(ScenarioResource resource) => Object(
        ("slug", resource.Slug),
        ("name", resource.Name),
        ("kind", resource.Kind),
        ("sites", Texts(resource.Sites)),
        ("timeZone", resource.TimeZone),
        ("capacity", resource.Capacity),
        ("granularityMinutes", resource.GranularityMinutes),
        ("hours", OrNothing(resource.Hours, Rule)),
        ("exceptions", OrNothing(resource.Exceptions, Exception)),
        ("busy", OrNothing(resource.Busy, busy => Object(("start", Text(busy.From)), ("end", Text(busy.To))))));

    private static JsonObject Offer(ScenarioServiceEntry service)
    {
        bool isStay = service.Kind == ServiceKind.Stay;
        return Object(
            ("slug", service.Slug),
            ("name", service.Name),
            ("kind", Camel(service.Kind)),
            ("sites", Texts(service.Sites)),
            ("description", service.Description),
            ("durationMinutes", isStay ? null : service.DurationMinutes),
            ("nights", isStay ? service.Nights : null),
            ("checkIn", isStay ? Text(service.CheckIn) : null),
            ("checkOut", isStay ? Text(service.CheckOut) : null),
            ("stepMinutes", service.StepMinutes),
            ("grid", Camel(service.Grid)),
            ("fillGaps", service.FillGaps),
            ("bufferBeforeMinutes", service.BufferBeforeMinutes),
            ("bufferAfterMinutes", service.BufferAfterMinutes),
            ("minNoticeMinutes", service.MinNoticeMinutes),
            ("windowDays", service.WindowDays),
            ("maxPerDay", service.MaxPerDay),
            ("requires", List(service.Requires, group => Object(("anyOf", Texts(group.AnyOf)), ("choose", Camel(group.Choose))))),
            ("seats", service.Seats),
            ("approval", service.Approval),
            ("approvers", service.Approvers.Count == 0 ? null : Texts(service.Approvers)),
            ("approvalHours", service.ApprovalHours),
            ("onApprovalTimeout", service.OnApprovalTimeout == ApprovalTimeout.Expire ? null : Camel(service.OnApprovalTimeout)),
            ("approvalOnReschedule", service.ApprovalOnReschedule ? true : null),
            ("price", Price(service.Price)),
            ("deposit", Deposit(service.Deposit)),
            ("cancellation", Object(("freeUntilHours", service.Cancellation.FreeUntilHours), ("feePercent", service.Cancellation.FeePercent))),
            ("holdMinutes", service.HoldMinutes),
            ("reminders", service.Reminders.SequenceEqual(ReminderRule.Usual)
                ? null
                : List(service.Reminders, reminder => Object(("hoursBefore", reminder.HoursBefore), ("by", Camel(reminder.By))))));
    }

    private static JsonObject Session(ScenarioSession session) => Object(
        ("service", session.Service),
        ("site", session.Site),
        ("start", Text(session.Start)),
        ("resources", session.Resources.Count == 0 ? null : Texts(session.Resources)),
        ("seats", session.Seats));

    private static JsonObject Booking(ScenarioBooking booking) => Object(
        ("reference", booking.Reference),
        ("service", booking.Service),
        ("site", booking.Site),
        ("start", Text(booking.Start)),
        ("end", Text(booking.End)),
        ("resources", booking.Resources.Count == 0 ? null : Texts(booking.Resources)),
        ("seats", booking.Seats == 1 ? null : booking.Seats),
        ("status", booking.Status.ToString()),
        ("customer", Customer(booking.Customer)),
        ("notes", booking.Notes),
        ("price", booking.Price is { } price ? Price(price) : null),
        ("feeAmount", booking.FeeAmount == 0 ? null : booking.FeeAmount),
        ("stoodAt", Text(booking.StoodAt)),
        ("blocked", booking.Blocked is { } blocked ? Object(("from", Text(blocked.From)), ("to", Text(blocked.To))) : null),
        ("overbooked", booking.Overbooked ? true : null),
        ("createdAt", Text(booking.CreatedAt)),
        ("source", booking.Source));

    private static JsonObject Customer(Customer customer) => Object(
        ("name", customer.Name),
        ("email", customer.Email.Length == 0 ? null : customer.Email),
        ("phone", customer.Phone),
        ("timeZone", customer.TimeZone),
        ("locale", customer.Locale));

    private static JsonObject Rule(AvailabilityRule rule) => Object(
        ("days", Texts(CatalogEntries.Names(rule.Days))),
        ("from", MinuteOfDay.Print(rule.Hours.FromMinute)),
        ("to", MinuteOfDay.Print(rule.Hours.ToMinute)),
        ("validFrom", Text(rule.ValidFrom)),
        ("validTo", Text(rule.ValidTo)));

    private static JsonObject Exception(ExceptionPeriod exception) => Object(
        ("from", Text(exception.From)),
        ("to", Text(exception.To)),
        ("hours", List(exception.Hours, hours => Object(("from", MinuteOfDay.Print(hours.FromMinute)), ("to", MinuteOfDay.Print(hours.ToMinute))))));

    private static JsonObject Price(ScenarioPrice price) => Object(("amount", price.Amount), ("currency", price.Currency));

    private static JsonObject Deposit(DepositRule deposit) => Object(
        ("kind", Camel(deposit.Kind)),
        ("amount", deposit.Kind == DepositKind.Fixed ? deposit.Value : null),
        ("percent", deposit.Kind == DepositKind.Percent ? deposit.Value : null));

    private static JsonObject Object(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var written = new JsonObject();
        foreach ((string name, JsonNode? value) in members)
        {
            if (value is not null)
            {
                written.Add(name, value);
            }
        }

        return written;
    }

    private static JsonArray List<T>(IEnumerable<T> entries, Func<T, JsonNode> write) => new([.. entries.Select(write)]);

    private static JsonArray? OrNothing<T>(IReadOnlyList<T> entries, Func<T, JsonNode> write) => entries.Count == 0 ? null : List(entries, write);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string? Text(Instant? instant) => instant is { } given ? InstantPattern.ExtendedIso.Format(given) : null;

    private static string? Text(LocalDate? date) => date is { } given ? LocalDatePattern.Iso.Format(given) : null;

    private static string Text(LocalTime time) => MinuteOfDay.Print((time.Hour * 60) + time.Minute);

    private static string? Text(ScenarioStart start) =>
        start.Instant is { } instant ? Text(instant)
        : start.Local is { } local ? LocalDateTimePattern.GeneralIso.Format(local)
        : Text(start.Date);
}
