using BookingPortal.Core.Data;
using NodaTime;

namespace BookingPortal.Core.Durability;

/// <summary>What a step of a saga came to.</summary>
public abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>It is done, or there was nothing to do.</summary>
    public static StepResult Finished { get; } = new Done();

    /// <summary>On to the next step.</summary>
    public sealed record Done : StepResult;

    /// <summary>The rest of the step is outside the database and runs after the commit.</summary>
    public sealed record GoOutside : StepResult;

    /// <summary>Nothing goes on until somebody resumes it, or until the limit.</summary>
    public sealed record Wait(Instant Until) : StepResult;

    /// <summary>It failed for now: the same step again later.</summary>
    public sealed record Retry(string Why) : StepResult;

    /// <summary>It failed for good: take the steps before it back.</summary>
    public sealed record Refused(string Why) : StepResult;
}

/// <summary>One step and how to take it back. Every part may run twice with the same outcome.</summary>
/// <typeparam name="T">What the saga is about.</typeparam>
public sealed record SagaStep<T>(string Name)
{
    /// <summary>The step's work in the database, in the transaction that records the step. Null = straight outside.</summary>
    public Func<WriteScope, T, Instant, Task<StepResult>>? Inside { get; init; }

    /// <summary>The step's work with another system, outside any transaction; it carries a key so that a repetition is recognised.</summary>
    public Func<Guid, CancellationToken, Task<StepResult>>? Outside { get; init; }

    /// <summary>Takes the step back, in the transaction that records it. Null = there is nothing to take back.</summary>
    public Func<WriteScope, T, Instant, Task>? Undo { get; init; }

    /// <summary>What must be closed so that nothing is half done where a person goes on without this step, or without taking it back. Null = nothing.</summary>
    public Func<WriteScope, T, Instant, Task>? LeaveOut { get; init; }

    /// <summary>What happens when a wait is over its limit. Null = the step is refused.</summary>
    public Func<WriteScope, T, Instant, Task<StepResult>>? OnLimit { get; init; }

    /// <summary>After so long without success a person is asked to look; tries go on.</summary>
    public Duration ReviewAfter { get; init; } = Duration.FromMinutes(5);

    /// <summary>After so long without success the step is refused.</summary>
    public Duration GiveUpAfter { get; init; } = Duration.FromHours(24);
}

/// <summary>A version of a saga: its steps in order.</summary>
public sealed record SagaPlan<T>(int Version, IReadOnlyList<SagaStep<T>> Steps);
