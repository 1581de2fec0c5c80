using BookingPortal.Api.Problems;
using BookingPortal.Controls;
using BookingPortal.Core.Sites;

namespace BookingPortal.Api.Front;

/// <summary>Who calls: another system with its key, or a customer, of whom the address is known.</summary>
/// <param name="Key">Null for customers.</param>
/// <param name="Address">Where the call came from.</param>
/// <param name="Owns">The booking of which a customer has shown the token; null where nothing was shown.</param>
internal sealed record ApiCaller(ApiKey? Key, string Address, string? Owns = null)
{
    private const string Bearer = "Bearer ";

    /// <summary>No key is longer; what is longer is not worth a look.</summary>
    private const int LongestKey = 200;

    /// <summary>
    /// Within this name a caller's idempotency keys are its own. Whoever shows a booking's token is known by that booking: a phone that asks again
    /// because it has changed its network is still the same caller.
    /// </summary>
    public string Scope => Key is not null ? $"key {Key.Id:N}" : Owns ?? $"address {Address}";

    /// <summary>For the history of what it does.</summary>
    public string By => Key is null ? "customer" : Key.Name;

    /// <summary>A key that may write bookings acts for the business.</summary>
    public bool IsStaff => May(ApiScopes.WriteBookings);

    public bool May(string scope) => Key is not null && (Key.Scopes.Contains(scope) || Key.Scopes.Contains(ApiScopes.Admin));

    /// <summary>A key that is shown must be good, whatever the call: its owner should hear of a typing error.</summary>
    public static async Task<Either<ApiCaller>> ReadAsync(HttpContext http, FindApiKey findApiKey)
    {
        string address = CallerAddress.Of(http);
        string? shown = http.Request.Headers.Authorization;
        if (shown is null || !shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return new ApiCaller(null, address);
        }

        string text = shown[Bearer.Length..].Trim();
        ApiKey? key = text.Length is 0 or > LongestKey ? null : await findApiKey.RunAsync(text, http.RequestAborted);
        return key is null
            ? ProblemTypes.Make(ProblemTypes.Unauthorized, "This key is not known, or no longer.")
            : new ApiCaller(key, address);
    }

    /// <summary>For calls that are for keys alone.</summary>
    public static async Task<Either<ApiCaller>> WithScopeAsync(HttpContext http, FindApiKey findApiKey, string scope)
    {
        if (!(await ReadAsync(http, findApiKey)).TryGet(out ApiCaller? caller, out Problem? problem))
        {
            return problem;
        }

        return caller.Key is null
            ? ProblemTypes.Make(ProblemTypes.Unauthorized, $"This call needs a key with the scope {scope}: Authorization: Bearer <key>.")
            : caller.May(scope) ? caller : ProblemTypes.Make(ProblemTypes.Forbidden, $"This key lacks the scope {scope}.");
    }

    /// <summary>Whose open holds are counted: the browser's, where it came over our pages before; else the address's; nobody's with a key that may write.</summary>
    public string? VisitorOf(HttpContext http) =>
        IsStaff ? null : http.RequestServices.GetRequiredService<VisitorCookie>().Of(http);
}
