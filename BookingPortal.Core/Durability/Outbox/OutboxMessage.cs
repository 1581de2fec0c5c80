using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>One effect of a change on the world outside, such as one mail to one customer, written in the transaction of the change and kept until it is done or a person has seen to it.</summary>
public sealed class OutboxMessage
{
    /// <summary>Also the key under which its handler does it, so that a repetition can be told from a second effect.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose work it is: <c>mail</c>, <c>sms</c>. Each kind has its own workers, limits and circuit.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it goes, such as <c>mail:eva@example.com</c>. Order is kept per booking and destination.</summary>
    public required string Destination { get; set; }

    /// <summary>Null for what belongs to no booking, such as a digest; such messages have no order.</summary>
    public Guid? BookingId { get; init; }

    /// <summary>The booking's version that it speaks of; 0 without a booking.</summary>
    public int BookingVersion { get; init; }

    /// <summary>Rises with every message of a process: the order of messages about one version of a booking.</summary>
    public required long Position { get; init; }

    /// <summary>A newer message of the same topic to the same destination replaces one that still waits. Null = never replaced.</summary>
    public string? Topic { get; init; }

    /// <summary>JSON; its form belongs to the handler.</summary>
    public required string Payload { get; set; }

    public required Instant CreatedAt { get; init; }

    /// <summary>When a worker should look: the next try, or the end of the lease of whoever has it. Null at rest.</summary>
    public Instant? DueAt { get; set; }

    /// <summary>From then on nobody needs it any more.</summary>
    public Instant? PointlessAfter { get; init; }

    public OutboxStatus Status { get; set; } = OutboxStatus.Waiting;

    /// <summary>Tries so far, the present one included.</summary>
    public int Attempts { get; set; }

    /// <summary>Tries end a day after this; a person who asks for another try begins anew.</summary>
    public Instant? FirstTriedAt { get; set; }

    /// <summary>Until when one worker has it to itself; a dead worker's lease runs out.</summary>
    public Instant? LeaseUntil { get; set; }

    /// <summary>The process that has it, or had it last, and which of its takes that was.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Rises with every lease: what an older lease still wants to write is refused.</summary>
    public int LeaseFence { get; set; }

    /// <summary>The newer message that made this one needless while a worker had it: if the try fails there is no other.</summary>
    public Guid? SupersededBy { get; set; }

    /// <summary>Why it was not delivered the last time, in plain words.</summary>
    public string? LastProblem { get; set; }

    /// <summary>When it came to rest: delivered, dead, skipped, …</summary>
    public Instant? EndedAt { get; set; }

    /// <summary>W3C trace context of the request that caused it; every log and span of its way carries the same trace id.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>What became of an outbox message.</summary>
public enum OutboxStatus
{
    /// <summary>It is due now or later, or a worker has it.</summary>
    Waiting,
    Delivered,

    /// <summary>A dead letter: tries ended, or it was refused for good. It waits for a person.</summary>
    Dead,

    /// <summary>A newer message said the same better.</summary>
    Superseded,

    /// <summary>Its time passed before it could be delivered.</summary>
    Expired,

    /// <summary>A person decided that it need not go out.</summary>
    Skipped,

    /// <summary>A person took back the booking it belonged to.</summary>
    UndoneWithBooking,
}
