using System.Globalization;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>How this process works through the outbox.</summary>
public sealed record OutboxSettings
{
    /// <summary>This process by name, in leases, attempts and heartbeats: the machine, the process and a part that no restart repeats.</summary>
    public string Worker { get; init; } = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName[..Math.Min(40, Environment.MachineName.Length)]}:{Environment.ProcessId}:{Guid.NewGuid().ToString("N")[..6]}");

    /// <summary>How often to look for messages that another process left, and for tries that are due.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a dead worker's messages wait for the next one. A living one renews it.</summary>
    public Duration Lease { get; init; } = Duration.FromSeconds(60);

    /// <summary>SQL Server takes 2,100 parameters; a longer list would also hold the one writer of SQLite for longer.</summary>
    public int TakeAtOnce { get; init; } = 400;

    /// <summary>So many messages may wait before new bookings are refused for a while; 0 = never refused.</summary>
    public int BacklogLimit { get; init; } = 100_000;

    /// <summary>A message that is due for longer than this is an alert.</summary>
    public Duration LagLimit { get; init; } = Duration.FromMinutes(10);

    /// <summary>A message that fails for longer than this is an alert, though its next try is not due: a receiver that lets strangers wait (greylisting) takes it by then.</summary>
    public Duration RetryLimit { get; init; } = Duration.FromHours(1);

    /// <summary>How long what has come to rest is kept, with its attempts. Dead letters are kept until a person has seen to them.</summary>
    public int KeepDays { get; init; } = 60;
}
