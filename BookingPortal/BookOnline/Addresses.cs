using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.BookOnline;

/// <summary>Every address of the customer's pages, so that a link and the page it leads to cannot disagree.</summary>
public static class Addresses
{
    public const string Home = "/";

    public const string FindBooking = "/booking";

    public static string Services(string site, Choice choice) => With($"/book/{Uri.EscapeDataString(site)}", choice with { Resource = null, Seats = 1 });

    public static string People(string site, string service, Choice choice) =>
        With($"/book/{Uri.EscapeDataString(site)}/{Uri.EscapeDataString(service)}", choice with { Resource = null });

    public static string Times(string site, string service, Choice choice, LocalDate? date = null, YearMonth? month = null) =>
        With($"/book/{Uri.EscapeDataString(site)}/{Uri.EscapeDataString(service)}/time", choice, ("date", Print(date)), ("month", Print(month)));

    public static string Hold(Guid id, string token, string? zone = null) =>
        Query($"/book/hold/{id:D}", ("t", token), ("zone", zone));

    /// <summary>The way to a hold for the browser that placed it; unlike <see cref="Hold"/> no secret, for it opens to that browser alone.</summary>
    /// <param name="mark">By which the browser is known to have kept it when the minutes are over and nothing else tells so.</param>
    public static string Kept(Guid id, string? zone = null, string? mark = null) => Query($"/book/kept/{id:D}", ("m", mark), ("zone", zone));

    public static string Booking(string reference, string token) => Query($"/booking/{Uri.EscapeDataString(reference)}", ("t", token));

    /// <summary>On to the gateway's page; <c>PortalLinks</c> knows it too.</summary>
    public static string Pay(string reference, string token) => Query($"/booking/{Uri.EscapeDataString(reference)}/pay", ("t", token));

    public static string Calendar(string reference, string token) => Query($"/booking/{Uri.EscapeDataString(reference)}/calendar.ics", ("t", token));

    public static string Cancel(string reference, string token) => Query($"/booking/{Uri.EscapeDataString(reference)}/cancel", ("t", token));

    public static string Move(string reference, string token, LocalDate? date = null, YearMonth? month = null, string? zone = null, Instant? to = null) =>
        Query(
            $"/booking/{Uri.EscapeDataString(reference)}/move",
            ("t", token), ("date", Print(date)), ("month", Print(month)), ("zone", zone), ("to", to is { } time ? Print(time) : null));

    /// <summary>As it stands in addresses and on buttons; <see cref="ReadInstant"/> reads it back.</summary>
    public static string Print(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    public static Instant? ReadInstant(string? text) => text is null ? null : InstantPattern.ExtendedIso.Parse(text) is { Success: true } read ? read.Value : null;

    public static LocalDate? ReadDate(string? text) => text is null ? null : LocalDatePattern.Iso.Parse(text) is { Success: true } read ? read.Value : null;

    public static int? ReadNumber(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    public static YearMonth? ReadMonth(string? text) => text is null ? null : YearMonthPattern.Iso.Parse(text) is { Success: true } read ? read.Value : null;

    private static string? Print(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : null;

    private static string? Print(YearMonth? month) => month is { } some ? YearMonthPattern.Iso.Format(some) : null;

    private static string With(string path, Choice choice, params (string Name, string? Value)[] more) => Query(
        path,
        [
            ("resource", choice.Resource),
            ("seats", choice.Seats > 1 ? choice.Seats.ToString(CultureInfo.InvariantCulture) : null),
            ("zone", choice.Zone),
            .. more,
        ]);

    private static string Query(string path, params (string Name, string? Value)[] values)
    {
        string query = string.Join('&', values
            .Where(value => !string.IsNullOrEmpty(value.Value))
            .Select(value => $"{value.Name}={Uri.EscapeDataString(value.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}

/// <summary>What the visitor has chosen on the way besides place and service; it travels in the address.</summary>
/// <param name="Resource">The slug of a person or thing; null = anyone.</param>
/// <param name="Seats">How many come.</param>
/// <param name="Zone">The zone times are shown in; null = the site's.</param>
public sealed record Choice(string? Resource = null, int Seats = 1, string? Zone = null);
