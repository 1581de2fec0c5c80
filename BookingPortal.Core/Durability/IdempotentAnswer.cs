using NodaTime;

namespace BookingPortal.Core.Durability;

/// <summary>What was answered under an idempotency key, kept in the same commit as what was done, so that asking again gives it again.</summary>
public sealed class IdempotentAnswer
{
    /// <summary>How long a caller may ask again.</summary>
    public static readonly Duration Life = Duration.FromHours(24);

    /// <summary>Made from the caller, the route and the key.</summary>
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the request's body: another body under the same key is a mistake of the caller.</summary>
    public required byte[] BodyHash { get; init; }

    /// <summary>The HTTP status code of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>The answer without its tokens; those are made again from the ids in it.</summary>
    public required string Body { get; init; }

    public required Instant ExpiresAt { get; init; }
}
