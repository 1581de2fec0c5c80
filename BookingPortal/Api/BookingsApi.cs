using System.Buffers.Text;
using System.Globalization;
using System.Text;
using BookingPortal.Api.Front;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Sites;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Api;

/// <summary>Looking at bookings: one by its reference, many by key.</summary>
internal sealed class BookingsApi(ReadBookings readBookings, ReadCatalog readCatalog, FindApiKey findApiKey, BookingDoor door, BookingForms forms)
{
    private const int StandardLimit = 50;
    private const int LongestCursor = 200;

    public async Task<IResult> ReadAsync(string reference, HttpContext http)
    {
        if (!(await door.OpenAsync(http, reference, forCustomers: true, ApiScopes.ReadBookings, ApiScopes.WriteBookings))
            .TryGet(out BookingDoor.Opened? opened, out Problem? problem))
        {
            return ApiReply.Of(problem);
        }

        ReadBooking.Found found = opened.Found;
        BookingAnswer answer = BookingWords.Describe(found.Booking, readCatalog.Latest!) with
        {
            History = BookingWords.History(found.History, CatalogFacts.ZoneOf(found.Site), opened.IsCustomer),
        };
        return ApiReply.Of(
            StatusCodes.Status200OK,
            opened.IsCustomer ? forms.WithToken(http, answer) : answer,
            ApiJson.Outgoing.BookingAnswer,
            found.Booking.Version);
    }

    public async Task<IResult> ListAsync(HttpContext http, string? site, string? from, string? to, string? status, string? resource, string? after, string? limit)
    {
        if (!(await ApiCaller.WithScopeAsync(http, findApiKey, ApiScopes.ReadBookings)).TryGet(out _, out Problem? problem))
        {
            return ApiReply.Of(problem);
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(http.RequestAborted);
        var errors = new FieldErrors();
        Site? atSite = Named(errors, "site", site, catalog.FindSite);
        Resource? ofResource = Named(errors, "resource", resource, catalog.FindResource);
        DateTimeZone? zone = atSite is null ? null : CatalogFacts.ZoneOf(atSite);
        (Instant? At, LocalDate? Date) first = Edge(errors, "from", from, zone, isEnd: false);
        (Instant? At, LocalDate? Date) last = Edge(errors, "to", to, zone, isEnd: true);
        var request = new ReadBookings.Request(
            atSite?.Id,
            ofResource?.Id,
            first.At,
            last.At,
            first.Date,
            last.Date,
            Statuses(errors, status),
            Cursor(errors, after),
            QueryText.Number(errors, "limit", limit, 1, ReadBookings.MostAtOnce) ?? StandardLimit);
        if (first.Date > last.Date || first.At > last.At)
        {
            errors.Add("to", "This lies before from.");
        }

        if (errors.Any)
        {
            return ApiReply.Of(errors.ToProblem());
        }

        ReadBookings.Page page = await readBookings.RunAsync(request, http.RequestAborted);
        catalog = await readCatalog.RunAsync(http.RequestAborted);
        return ApiReply.Of(
            StatusCodes.Status200OK,
            new BookingPage([.. page.Bookings.Select(booking => BookingWords.Describe(booking, catalog))], Cursor(page.Next)),
            ApiJson.Outgoing.BookingPage);
    }

    private static T? Named<T>(FieldErrors errors, string field, string? slug, Func<string, T?> find)
        where T : class
    {
        T? found = string.IsNullOrEmpty(slug) ? null : find(slug);
        if (found is null && !string.IsNullOrEmpty(slug))
        {
            errors.Add(field, $"There is no such {field}.");
        }

        return found;
    }

    /// <summary>A date, both ends inclusive, which is each booking's own site's where no site is named; or an exact instant.</summary>
    private static (Instant? At, LocalDate? Date) Edge(FieldErrors errors, string field, string? text, DateTimeZone? zone, bool isEnd)
    {
        if (string.IsNullOrEmpty(text))
        {
            return default;
        }

        // A plus sign that nobody encoded arrives as a space.
        string exact = text.Replace(' ', '+');
        if (NodaTime.Text.OffsetDateTimePattern.Rfc3339.Parse(exact) is { Success: true } instant)
        {
            return (instant.Value.ToInstant(), null);
        }

        return QueryText.RequiredDate(errors, field, text) switch
        {
            null => default,
            { } date when zone is null => (null, date),
            { } date => (SiteTime.StartOfDay(isEnd ? date.PlusDays(1) : date, zone), null),
        };
    }

    private static List<BookingStatus>? Statuses(FieldErrors errors, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var statuses = new List<BookingStatus>();
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (name.Length > 0 && char.IsAsciiLetter(name[0]) && Enum.TryParse(name, ignoreCase: true, out BookingStatus status) && Enum.IsDefined(status))
            {
                statuses.Add(status);
            }
            else
            {
                errors.Add("status", $"A status is one of {string.Join(", ", Enum.GetNames<BookingStatus>())}.");
                break;
            }
        }

        return statuses;
    }

    private static string? Cursor(ReadBookings.Place? place) => place is { } last
        ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.StartsAt.ToUnixTimeMilliseconds()}.{last.Id:N}")))
        : null;

    private static ReadBookings.Place? Cursor(FieldErrors errors, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length <= LongestCursor && Base64Url.IsValid(text))
        {
            string[] parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
            if (parts.Length == 2
                && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds)
                && milliseconds is > -62_135_596_800_000 and < 253_402_300_800_000 // the years 1 to 9999
                && Guid.TryParseExact(parts[1], "N", out Guid id))
            {
                return new ReadBookings.Place(Instant.FromUnixTimeMilliseconds(milliseconds), id);
            }
        }

        errors.Add("after", "This is no place in the list; give what stood in next.");
        return null;
    }
}
