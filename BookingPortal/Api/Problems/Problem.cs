using System.Text.Json.Serialization;
using NodaTime;

namespace BookingPortal.Api.Problems;

/// <summary>Why a call was not served, as RFC 9457 writes it.</summary>
internal sealed record Problem
{
    /// <summary>A reference that is the same for ever and ends in the problem's name; it leads to a page that explains it.</summary>
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>What is wrong, by field: a path such as <c>customer.email</c> or <c>legs[1].start</c>.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The nearest times that are free, nearest first.</summary>
    public IReadOnlyList<OffsetDateTime>? Alternatives { get; init; }

    /// <summary>The rule that stands against a time, by its stable name.</summary>
    public string? Reason { get; init; }

    /// <summary>Which leg of a journey was refused, counted from 0.</summary>
    public int? Leg { get; init; }

    /// <summary>The version that the booking has now.</summary>
    public int? Version { get; init; }

    /// <summary>Under this name the log tells more.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Seconds after which another try makes sense.</summary>
    [JsonIgnore]
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Not a property, which the API's description would take for a member of every answer.</summary>
    public bool IsInvalid() => Type == ProblemTypes.Of(ProblemTypes.Invalid);
}
