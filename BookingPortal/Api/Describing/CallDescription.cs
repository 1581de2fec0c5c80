using BookingPortal.Api.Problems;

namespace BookingPortal.Api.Describing;

/// <summary>Marks a call of the API, which the description is of.</summary>
internal sealed record CallDescription;

/// <summary>A parameter that the handler does not show, or shows as mere text.</summary>
/// <param name="IsHeader">A header; else a part of the query.</param>
internal sealed record CallParameter(string Name, string Words, bool IsHeader, bool IsRequired, bool IsNumber);

/// <summary>A way to be let in; where a call has several, any of them is enough.</summary>
/// <param name="IsOptional">Everybody may call, and this changes what may be done.</param>
internal sealed record CallLock(string Name, bool IsOptional = false);

/// <summary>The words in which <see cref="ApiRoutes"/> describes its calls.</summary>
internal static class CallDescribing
{
    public const string KeyLock = "key";
    public const string BookingTokenLock = "bookingToken";
    public const string HoldTokenLock = "holdToken";

    /// <summary>Stands in no description, see <see cref="Takes{T}"/>.</summary>
    public const string AnyKind = "*/*";

    private const string ProblemJson = "application/problem+json";

    public static RouteHandlerBuilder Called(this RouteHandlerBuilder call, string name, string resource, string words) =>
        call.WithName(name).WithTags(resource).WithSummary(words).WithMetadata(new CallDescription())
            .Refuses(StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);

    /// <summary>Routing must not choose by the kind of body, or it answers before we can say what is wrong with it; so any kind is let through, and refused by us.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder call, bool isOptional = false)
        where T : notnull => call.Accepts<T>(isOptional, "application/json", AnyKind)
            .Refuses(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder call, int status = StatusCodes.Status200OK) =>
        call.Produces<T>(status, "application/json");

    public static RouteHandlerBuilder GivesNothing(this RouteHandlerBuilder call) => call.Produces(StatusCodes.Status204NoContent);

    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder call, params int[] statuses)
    {
        foreach (int status in statuses)
        {
            call.Produces<Problem>(status, ProblemJson);
        }

        return call;
    }

    public static RouteHandlerBuilder Query(this RouteHandlerBuilder call, string name, string words, bool isRequired = false, bool isNumber = false) =>
        call.WithMetadata(new CallParameter(name, words, IsHeader: false, isRequired, isNumber));

    public static RouteHandlerBuilder IsIdempotent(this RouteHandlerBuilder call) => call.Header(
        "Idempotency-Key", "A name of your own for this request; asking again with it within 24 hours gives the same answer and does nothing twice");

    public static RouteHandlerBuilder SeesVersion(this RouteHandlerBuilder call) => call.Header(
        "If-Match", "The version that you saw, in quotes; 412 when the booking was changed since");

    public static RouteHandlerBuilder Key(this RouteHandlerBuilder call, string scope) =>
        call.Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden)
            .WithDescription($"Needs a key with the scope {scope}.")
            .WithMetadata(new CallLock(KeyLock));

    public static RouteHandlerBuilder KeyOptional(this RouteHandlerBuilder call) =>
        call.Refuses(StatusCodes.Status401Unauthorized).WithMetadata(new CallLock(KeyLock, IsOptional: true));

    public static RouteHandlerBuilder BookingToken(this RouteHandlerBuilder call, string scope) =>
        call.WithDescription($"Needs the booking's own token, or a key with the scope {scope}.")
            .WithMetadata(new CallLock(BookingTokenLock), new CallLock(KeyLock));

    public static RouteHandlerBuilder HoldToken(this RouteHandlerBuilder call) => call.WithMetadata(new CallLock(HoldTokenLock));

    private static RouteHandlerBuilder Header(this RouteHandlerBuilder call, string name, string words) =>
        call.WithMetadata(new CallParameter(name, words, IsHeader: true, IsRequired: false, IsNumber: false));
}
