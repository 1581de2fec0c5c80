using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Notifications.Wording;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>The addresses that stand behind a message's buttons, and what a message knows of the portal itself.</summary>
public sealed class NoticeLinks(PortalLinks portalLinks, PortalAddress portal, KeepOptOut keepOptOut, SagaSettings sagas, NoticeSettings settings)
{
    public string Sender => settings.Sender;

    public IReadOnlyDictionary<string, string> Of(Booking booking, Site site, Service service) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["manage"] = portalLinks.Booking(booking),
        ["pay"] = portalLinks.Payment(booking),
        ["book"] = $"{portal.Base}/book/{Uri.EscapeDataString(site.Slug)}/{Uri.EscapeDataString(service.Slug)}",
        ["desk"] = $"{portal.Base}/calendar?site={Uri.EscapeDataString(site.Slug)}&date={booking.LocalStart.Date:uuuu'-'MM'-'dd}",
    };

    public string Today(Site site) => $"{portal.Base}/desk?site={Uri.EscapeDataString(site.Slug)}";

    public string Unsubscribe(string address, string topic) => keepOptOut.LinkFor(address, topic);

    public Task<bool> IsOutAsync(string address, string topic, CancellationToken cancellationToken) => keepOptOut.IsOutAsync(address, topic, cancellationToken);

    /// <summary>As long as the saga waits, or will at least once the gateway has given its page; never past the visit.</summary>
    /// <param name="asked">When the mail was caused that asks for it.</param>
    internal Instant PaymentDeadline(OpenPayment open, Instant asked, Booking booking) =>
        Instant.Min(open.Deadline ?? asked + Duration.FromMinutes(sagas.PaymentMinutes), booking.StartsAt);

    /// <summary>Whether a mail of its own told how to pay, when that was possible at last.</summary>
    internal bool WasToldLate(OpenPayment open) => open.PayableSince is { } since && PatienceWithPayers.IsLate(sagas, open.AskedAt, since);

    public NoticeFacts Alert(NoticePayload payload, Site? site, NoticeLanguage language)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["title"] = payload.Title,
            ["text"] = payload.Text,
            ["desk"] = $"{portal.Base}/operations",
        };
        string name = site?.Name ?? "BookingPortal";
        return new NoticeFacts(values, [])
        {
            SiteName = name,
            Because = language.Words["because-staff"].Replace("{{site}}", name, StringComparison.Ordinal),
        };
    }
}
