using System.Collections.Frozen;

namespace BookingPortal.Api.Problems;

/// <summary>The names of all problems; they are part of the outside and never change.</summary>
internal static class ProblemTypes
{
    public const string SlotTaken = "slot-taken";
    public const string NotOffered = "not-offered";
    public const string Invalid = "invalid";
    public const string HoldExpired = "hold-expired";
    public const string WrongStatus = "wrong-status";
    public const string TooLate = "too-late";
    public const string StaleVersion = "stale-version";
    public const string PaymentRefused = "payment-refused";
    public const string TooManyHolds = "too-many-holds";
    public const string NotFound = "not-found";
    public const string ManualReview = "manual-review";
    public const string KeyReused = "key-reused";
    public const string InFlight = "in-flight";
    public const string Forbidden = "forbidden";
    public const string Unauthorized = "unauthorized";
    public const string RateLimited = "rate-limited";
    public const string Overloaded = "overloaded";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string TooLarge = "too-large";
    public const string Internal = "internal";

    private const string Place = "/problems/";

    private static readonly FrozenDictionary<string, (int Status, string Title)> Known = new Dictionary<string, (int, string)>(StringComparer.Ordinal)
    {
        [SlotTaken] = (409, "This time is taken"),
        [NotOffered] = (422, "This is not a time that is offered"),
        [Invalid] = (422, "Something in the request cannot be taken"),
        [HoldExpired] = (409, "The time was kept until now, and somebody else has it"),
        [WrongStatus] = (409, "The booking has no such step from where it stands"),
        [TooLate] = (409, "It is too late for this"),
        [StaleVersion] = (412, "The booking was changed since you looked at it"),
        [PaymentRefused] = (402, "The payment was refused"),
        [TooManyHolds] = (409, "You keep as many times open as one may"),
        [NotFound] = (404, "There is nothing here"),
        [ManualReview] = (409, "A person has to see to this booking first"),
        [KeyReused] = (422, "This idempotency key was used for another request"),
        [InFlight] = (409, "A request with this idempotency key is being served at this moment"),
        [Forbidden] = (403, "This is not yours to do"),
        [Unauthorized] = (401, "Show a key or a token"),
        [RateLimited] = (429, "Too many calls"),
        [Overloaded] = (503, "Too much is going on at this moment"),
        [MethodNotAllowed] = (405, "This address does not take this method"),
        [UnsupportedMediaType] = (415, "Send JSON"),
        [TooLarge] = (413, "The request is too large"),
        [Internal] = (500, "Something went wrong on our side"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The reference that stands in <c>type</c>.</summary>
    public static string Of(string name) => Place + name;

    /// <summary>Status and title of a problem of this name, or null where there is none.</summary>
    public static (int Status, string Title)? Find(string name) => Known.TryGetValue(name, out (int, string) known) ? known : null;

    public static Problem Make(string name, string? detail = null)
    {
        (int status, string title) = Known[name];
        return new Problem { Type = Of(name), Title = title, Status = status, Detail = detail };
    }

    /// <summary>Bodies, parameters and headers that cannot be read as what they should be.</summary>
    public static Problem Unreadable(string field, string problem) => Make(Invalid) with
    {
        Status = StatusCodes.Status400BadRequest,
        Detail = problem,
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [problem] },
    };
}
