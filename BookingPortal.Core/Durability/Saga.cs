using NodaTime;

namespace BookingPortal.Core.Durability;

/// <summary>How far one booking has come on its way from a held slot to a confirmed visit; durable after every step.</summary>
public sealed class Saga
{
    /// <summary>The booking's id: a booking has one saga.</summary>
    public required Guid Id { get; init; }

    /// <summary>The plan's version it began with, and will finish with.</summary>
    public required int PlanVersion { get; init; }

    public required SagaStatus Status { get; set; }

    /// <summary>The step that is next: in order while it runs, backwards while it is undone.</summary>
    public int Step { get; set; }

    /// <summary>Failed tries of this step.</summary>
    public int Attempts { get; set; }

    /// <summary>When a worker should look again: the next try, or the end of a wait. Null when nothing is due.</summary>
    public Instant? DueAt { get; set; }

    /// <summary>When this step began; its time limit counts from here.</summary>
    public required Instant StepBeganAt { get; set; }

    /// <summary>Until when one worker has it to itself; a dead worker's lease runs out.</summary>
    public Instant? LeasedUntil { get; set; }

    /// <summary>Rises with every lease: what an older lease still wants to write is refused.</summary>
    public int Fence { get; set; }

    /// <summary>A person should look: a limit passed, or an undo failed. Shown wherever the booking is.</summary>
    public bool NeedsReview { get; set; }

    /// <summary>Why the last try failed, in words.</summary>
    public string? Problem { get; set; }

    /// <summary>What happened, oldest first; read whole, so it lies in the row.</summary>
    public IReadOnlyList<SagaEntry> Log { get; set; } = [];

    /// <summary>Raised by every write.</summary>
    public int Version { get; set; } = 1;
}

/// <summary>One thing that happened to a saga.</summary>
/// <param name="At">Unix time in milliseconds.</param>
/// <param name="Step">The step's name.</param>
/// <param name="What">done, waits, again, retry, refused, undone, review, paused, skipped, taken over.</param>
/// <param name="Why">In words, where there is something to say.</param>
public sealed record SagaEntry(long At, string Step, string What, string? Why = null);

/// <summary>Where a saga stands.</summary>
public enum SagaStatus
{
    /// <summary>Its next step has work outside the database to do.</summary>
    Running,

    /// <summary>It waits for a person or a payment, at most until <see cref="Saga.DueAt"/>.</summary>
    Waiting,

    /// <summary>A step was refused for good: the steps before it are taken back, last one first.</summary>
    Undoing,
    Done,
    Undone,

    /// <summary>An undo failed for good: nothing goes on by itself until a person decides.</summary>
    Paused,
}

/// <summary>Which plan new bookings begin with: a share of them the newest, the rest the one before.</summary>
public sealed class SagaRollout
{
    public required string Plan { get; init; }

    public required int NewVersion { get; set; }

    public required int OldVersion { get; set; }

    /// <summary>0–100; 0 is the immediate way back.</summary>
    public required int Percentage { get; set; }
}
