using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;

namespace BookingPortal.Api.Front;

/// <summary>An answer as it goes out: written once into a buffer, so that its length is known and nothing is sent in pieces.</summary>
internal sealed class ApiReply(int status, ReadOnlyMemory<byte> body, string contentType) : IResult
{
    private const string Json = "application/json; charset=utf-8";
    private const string ProblemJson = "application/problem+json; charset=utf-8";

    public string? ETag { get; init; }

    public string? Location { get; init; }

    /// <summary>It was given before, under the same idempotency key.</summary>
    public bool IsReplay { get; init; }

    public ApiReply AsReplay() => new(status, body, contentType) { ETag = ETag, Location = Location, IsReplay = true };

    private int? RetryAfterSeconds { get; init; }

    public static ApiReply Of<T>(int status, T value, JsonTypeInfo<T> form, int? version = null, string? location = null) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(value, form), Json)
        {
            ETag = version is { } number ? string.Create(CultureInfo.InvariantCulture, $"\"{number}\"") : null,
            Location = location,
        };

    public static ApiReply Of(Problem problem) =>
        new(problem.Status, JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Outgoing.Problem), ProblemJson)
        {
            RetryAfterSeconds = problem.RetryAfterSeconds,
        };

    /// <summary>A problem that is JSON already, as it was kept.</summary>
    public static ApiReply OfKeptProblem(int status, ReadOnlyMemory<byte> body) => new(status, body, ProblemJson) { IsReplay = true };

    /// <summary>A body that is JSON already.</summary>
    public static ApiReply OfJson(ReadOnlyMemory<byte> body) => new(StatusCodes.Status200OK, body, Json);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        if (ETag is not null)
        {
            response.Headers.ETag = ETag;
        }

        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (IsReplay)
        {
            response.Headers["Idempotency-Replayed"] = "true";
        }

        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        return HttpMethods.IsHead(httpContext.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
