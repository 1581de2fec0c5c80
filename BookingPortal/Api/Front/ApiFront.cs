using BookingPortal.Api.Problems;
using BookingPortal.Core.Outcomes;
using Microsoft.AspNetCore.RateLimiting;

namespace BookingPortal.Api.Front;

/// <summary>
/// Serves every call of the API: lets in no more than can be served, and turns whatever goes wrong into a problem that
/// names no type and shows no stack. The call runs from here, so that nothing made for pages (sign-in, compression, pages
/// for errors) costs it time or answers in its place.
/// </summary>
internal sealed partial class ApiFront(ApiSettings settings, ApiRateLimit rateLimit, ILogger<ApiFront> log)
{
    /// <summary>A queue of writes is worked off in less than this.</summary>
    private const int OverloadSeconds = 2;

    private int _inside;

    /// <summary>After routing has found the call.</summary>
    public async Task RunAsync(HttpContext http)
    {
        IHeaderDictionary headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";

        bool isCounted = http.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null;
        if (isCounted && rateLimit.SecondsToWait(http) is { } seconds)
        {
            await TellAsync(http, ProblemTypes.Make(ProblemTypes.RateLimited, $"An address may make {settings.PerMinute} calls a minute.") with { RetryAfterSeconds = seconds });
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _inside) > settings.MostAtOnce)
            {
                await TellAsync(http, Overloaded());
                return;
            }

            await http.GetEndpoint()!.RequestDelegate!(http); // there is always one: NoSuchCall takes what is left
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            await ExplainAsync(http, failure);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private async Task ExplainAsync(HttpContext http, Exception failure)
    {
        switch (failure)
        {
            case OperationCanceledException when http.RequestAborted.IsCancellationRequested:
                return; // nobody listens any more

            case OverloadedException:
                await TellAsync(http, Overloaded());
                return;

            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                await TellAsync(http, ProblemTypes.Make(ProblemTypes.TooLarge));
                return;

            case BadHttpRequestException or EndOfStreamException:
                await TellAsync(http, ProblemTypes.Unreadable("body", "The request could not be read to its end."));
                return;

            default:
                LogFailure(log, http.Request.Method, http.Request.Path.Value, http.TraceIdentifier, failure);
                await TellAsync(http, ProblemTypes.Make(ProblemTypes.Internal, "We have noted it. Nothing was done.") with { CorrelationId = http.TraceIdentifier });
                return;
        }
    }

    private static Problem Overloaded() =>
        ProblemTypes.Make(ProblemTypes.Overloaded, "Nothing was accepted. Try again in a few seconds.") with { RetryAfterSeconds = OverloadSeconds };

    private static Task TellAsync(HttpContext http, Problem problem) => ApiReply.Of(problem).ExecuteAsync(http);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed; its caller was told {CorrelationId}.")]
    private static partial void LogFailure(ILogger logger, string method, string? path, string correlationId, Exception failure);
}
