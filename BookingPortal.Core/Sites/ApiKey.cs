using NodaTime;

namespace BookingPortal.Core.Sites;

/// <summary>What another system shows to be let in, and how far. Only a hash of it is kept; the key itself is shown once.</summary>
public sealed class ApiKey
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Who uses it; it stands in the events that the key caused.</summary>
    public required string Name { get; init; }

    /// <summary>The first characters, in the clear: enough to recognise a key in a list, too few to use it.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole key. The key is 256 random bits, so a slow hash would protect nothing more.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Some of <see cref="ApiScopes.All"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The sites that it speaks for; none = all of them. Only keys of the scope <see cref="ApiScopes.Agent"/> alone are bound.</summary>
    public IReadOnlyList<Guid> Sites { get; init; } = [];

    public required Instant CreatedAt { get; init; }

    public bool SpeaksFor(Guid siteId) => Sites.Count == 0 || Sites.Contains(siteId);

    /// <summary>From then on it opens nothing; null while it is in use.</summary>
    public Instant? RevokedAt { get; set; }
}

/// <summary>How far a key reaches. The names are part of the outside and never change.</summary>
public static class ApiScopes
{
    public const string ReadBookings = "bookings:read";
    public const string WriteBookings = "bookings:write";
    public const string Agent = "agent";
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [ReadBookings, WriteBookings, Agent, Admin];
}
