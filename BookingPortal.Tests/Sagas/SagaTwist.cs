using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;

namespace BookingPortal.Tests.Sagas;

/// <summary>Puts itself around every step of every plan, and makes one of them go as the test wants: twice, cut off, refused, or not to be taken back.</summary>
internal sealed class SagaTwist
{
    /// <summary>This step runs twice, as after an answer that was lost.</summary>
    public string? Twice { get; set; }

    /// <summary>The power goes once, right after this step's work.</summary>
    public string? CutAfter { get; set; }

    /// <summary>This step does its work and is refused all the same.</summary>
    public string? Refused { get; set; }

    /// <summary>This step's undo runs twice.</summary>
    public string? UndoTwice { get; set; }

    /// <summary>This step's undo fails.</summary>
    public string? UndoFails { get; set; }

    public IReadOnlyList<SagaPlan<BookingUnderway>> Around(IReadOnlyList<SagaPlan<BookingUnderway>> plans) =>
        [.. plans.Select(plan => plan with { Steps = [.. plan.Steps.Select(Around)] })];

    private SagaStep<BookingUnderway> Around(SagaStep<BookingUnderway> step) => step with
    {
        Inside = step.Inside is not { } inside ? null : async (scope, underway, now) =>
        {
            StepResult result = await inside(scope, underway, now);
            return result is StepResult.GoOutside ? result : await TwistAsync(step.Name, result, scope, () => inside(scope, underway, now));
        },
        Outside = step.Outside is not { } outside ? null : async (id, cancellationToken) =>
            await TwistAsync(step.Name, await outside(id, cancellationToken), null, () => outside(id, cancellationToken)),
        Undo = step.Undo is not { } undo ? null : async (scope, underway, now) =>
        {
            await undo(scope, underway, now);
            if (UndoFails == step.Name)
            {
                throw new PowerCutException($"The undo of {step.Name} was told to fail.");
            }

            if (UndoTwice == step.Name)
            {
                await scope.Db.SaveChangesAsync();
                await undo(scope, underway, now);
            }
        },
    };

    private async Task<StepResult> TwistAsync(string step, StepResult result, WriteScope? scope, Func<Task<StepResult>> again)
    {
        if (CutAfter == step)
        {
            CutAfter = null;
            throw new PowerCutException($"The power went after {step}.");
        }

        if (Refused == step)
        {
            return new StepResult.Refused($"The step {step} was told to be refused.");
        }

        if (Twice == step)
        {
            await (scope?.Db.SaveChangesAsync() ?? Task.FromResult(0));
            return await again();
        }

        return result;
    }
}

/// <summary>Ends a write as a power cut would: nothing of it remains.</summary>
internal sealed class PowerCutException : Exception
{
    public PowerCutException()
    {
    }

    public PowerCutException(string message)
        : base(message)
    {
    }

    public PowerCutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
