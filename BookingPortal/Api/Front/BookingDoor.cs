using System.Globalization;
using BookingPortal.Api.Problems;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Sites;

namespace BookingPortal.Api.Front;

/// <summary>Lets to a booking whoever shows its token, or a key that reaches far enough.</summary>
internal sealed class BookingDoor(ReadBooking readBooking, PortalTokens tokens, FindApiKey findApiKey)
{
    private const string TokenHeader = "X-Booking-Token";
    private const string IfMatch = "If-Match";

    /// <summary>No reference is longer.</summary>
    private const int LongestReference = 20;

    /// <summary>A booking that this caller may see or change.</summary>
    /// <param name="IsCustomer">They showed the booking's own token.</param>
    internal sealed record Opened(ApiCaller Caller, ReadBooking.Found Found, bool IsCustomer)
    {
        public string By => IsCustomer ? "customer" : Caller.By;

        public bool IsStaff => !IsCustomer && Caller.IsStaff;

        public ChangeRequest Change(string? reason, int? seenVersion) => new(Found.Booking.Id, By, IsStaff, reason, seenVersion);
    }

    /// <param name="scopes">A key needs one of these.</param>
    /// <param name="forCustomers">Whether the booking's own token is enough.</param>
    public async Task<Either<Opened>> OpenAsync(HttpContext http, string reference, bool forCustomers, params string[] scopes)
    {
        if (!(await ApiCaller.ReadAsync(http, findApiKey)).TryGet(out ApiCaller? caller, out Problem? problem))
        {
            return problem;
        }

        string? token = forCustomers ? http.Request.Headers[TokenHeader] : (string?)null;
        bool byKey = scopes.Any(caller.May);
        if (!byKey && string.IsNullOrEmpty(token))
        {
            return caller.Key is not null
                ? ProblemTypes.Make(ProblemTypes.Forbidden, $"This key lacks the scope {scopes[0]}.")
                : ProblemTypes.Make(ProblemTypes.Unauthorized, forCustomers
                    ? $"Show the booking's token in {TokenHeader}, or a key."
                    : $"This call needs a key with the scope {scopes[0]}: Authorization: Bearer <key>.");
        }

        ReadBooking.Found? found = reference.Length > LongestReference ? null : await readBooking.RunAsync(reference, http.RequestAborted);

        // A wrong token and a wrong reference are one answer: nobody learns which references exist.
        return found is null || (!byKey && !tokens.OpensBooking(found.Booking.Id, token))
            ? ProblemTypes.Make(ProblemTypes.NotFound, "There is no booking of this reference, or it is not yours.")
            : byKey ? new Opened(caller, found, IsCustomer: false)
            : new Opened(caller with { Key = null, Owns = $"booking {found.Booking.Id:N}" }, found, IsCustomer: true);
    }

    /// <summary>What version somebody saw; no number when they did not say.</summary>
    internal sealed record Version(int? Number);

    /// <summary>The version that the caller saw, from <c>If-Match</c> (RFC 9110, section 13.1.1); none when they did not say, or said <c>*</c>.</summary>
    public static Either<Version> SeenVersion(HttpContext http)
    {
        string? given = http.Request.Headers.IfMatch;
        if (given is null || given.Trim() == "*")
        {
            return new Version(null);
        }

        string text = given.Trim();
        text = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        return int.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? new Version(version)
            : ProblemTypes.Unreadable(IfMatch, "This is one version in quotes, such as \"3\".");
    }
}
