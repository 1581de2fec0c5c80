using BookingPortal.Api.Problems;

namespace BookingPortal.Api.Describing;

/// <summary>What the description of the API says about a call beyond what its handler shows.</summary>
internal sealed class CallDescription
{
    public List<Parameter> Parameters { get; } = [];

    /// <summary>Ways to be let in, any of which is enough; none = everybody.</summary>
    public List<string> Locks { get; } = [];

    /// <summary>Everybody may call it, and a key changes what may be done.</summary>
    public bool IsLockOptional { get; set; }

    /// <param name="IsHeader">A header; else a part of the query.</param>
    public sealed record Parameter(string Name, string Words, bool IsHeader, bool IsRequired, bool IsNumber);
}

/// <summary>The words in which <see cref="ApiRoutes"/> describes its calls.</summary>
internal static class CallDescribing
{
    public const string KeyLock = "key";
    public const string BookingTokenLock = "bookingToken";
    public const string HoldTokenLock = "holdToken";

    private const string ProblemJson = "application/problem+json";

    public static RouteHandlerBuilder Called(this RouteHandlerBuilder call, string name, string resource, string words) =>
        call.WithName(name).WithTags(resource).WithSummary(words).WithMetadata(new CallDescription())
            .Refuses(StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);

    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder call, bool isOptional = false)
        where T : notnull => call.Accepts<T>(isOptional, "application/json");

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
        call.Describe(about => about.Parameters.Add(new(name, words, IsHeader: false, isRequired, isNumber)));

    public static RouteHandlerBuilder IsIdempotent(this RouteHandlerBuilder call) => call.Header(
        "Idempotency-Key", "A name of your own for this request; asking again with it within 24 hours gives the same answer and does nothing twice");

    public static RouteHandlerBuilder SeesVersion(this RouteHandlerBuilder call) => call.Header(
        "If-Match", "The version that you saw, in quotes; 412 when the booking was changed since");

    public static RouteHandlerBuilder Key(this RouteHandlerBuilder call, string scope) =>
        call.Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden)
            .WithDescription($"Needs a key with the scope {scope}.")
            .Describe(about => about.Locks.Add(KeyLock));

    public static RouteHandlerBuilder KeyOptional(this RouteHandlerBuilder call) =>
        call.Refuses(StatusCodes.Status401Unauthorized).Describe(about =>
        {
            about.Locks.Add(KeyLock);
            about.IsLockOptional = true;
        });

    public static RouteHandlerBuilder BookingToken(this RouteHandlerBuilder call, string scope) =>
        call.WithDescription($"Needs the booking's own token, or a key with the scope {scope}.").Describe(about =>
        {
            about.Locks.Add(BookingTokenLock);
            about.Locks.Add(KeyLock);
        });

    public static RouteHandlerBuilder HoldToken(this RouteHandlerBuilder call) => call.Describe(about => about.Locks.Add(HoldTokenLock));

    private static RouteHandlerBuilder Header(this RouteHandlerBuilder call, string name, string words) =>
        call.Describe(about => about.Parameters.Add(new(name, words, IsHeader: true, IsRequired: false, IsNumber: false)));

    private static RouteHandlerBuilder Describe(this RouteHandlerBuilder call, Action<CallDescription> describe)
    {
        call.Finally(endpoint => describe(endpoint.Metadata.OfType<CallDescription>().Single()));
        return call;
    }
}
