using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>An address that wants no more of something that nobody has to get.</summary>
public sealed class OptOut
{
    /// <summary>In lower case.</summary>
    public required string Address { get; init; }

    /// <summary>One of <see cref="OptionalNotices"/>.</summary>
    public required string Topic { get; init; }

    public required Instant At { get; init; }
}

/// <summary>What can be refused. All else belongs to a booking that its customer has made, and they need it.</summary>
public static class OptionalNotices
{
    public const string Reminders = "reminders";
    public const string Digest = "digest";

    public static IReadOnlyList<string> All { get; } = [Reminders, Digest];

    /// <summary>As addresses are compared.</summary>
    public static string Normalize(string address) => address.Trim().ToLowerInvariant();
}
