using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using NodaTime;

namespace BookingPortal.Core.Durability;

/// <summary>
/// Moves a saga along its plan inside a write: forward until it has to wait or to leave the database, backward when a step
/// was refused. What it decides is durable with the commit of that write.
/// </summary>
public sealed class SagaRunner<T>(IReadOnlyList<SagaPlan<T>> plans)
{
    private const string Done = "done";

    public IReadOnlyList<SagaPlan<T>> Plans => plans;

    /// <exception cref="InvalidOperationException">A saga began with a version that this build no longer has.</exception>
    public SagaPlan<T> PlanOf(Saga saga) =>
        plans.SingleOrDefault(plan => plan.Version == saga.PlanVersion)
        ?? throw new InvalidOperationException($"Version {saga.PlanVersion} of the plan is gone, and saga {saga.Id} began with it.");

    /// <summary>Begins a saga and takes it as far as the database alone can.</summary>
    public async Task<Saga> BeginAsync(WriteScope scope, Guid id, int planVersion, T subject, Instant now)
    {
        var saga = new Saga { Id = id, PlanVersion = planVersion, Status = SagaStatus.Running, StepBeganAt = now };
        await AdvanceAsync(scope, saga, subject, now);
        await BulkInsert.RowAsync(scope.Db, saga);
        return saga;
    }

    /// <summary>What a waiting step waited for has come.</summary>
    public async Task ResumeAsync(WriteScope scope, Saga saga, T subject, Instant now)
    {
        Complete(saga, PlanOf(saga).Steps[saga.Step].Name, now);
        await AdvanceAsync(scope, saga, subject, now);
    }

    /// <summary>Takes a result that came from outside, or from a limit.</summary>
    public async Task TakeAsync(WriteScope scope, Saga saga, T subject, StepResult result, Instant now)
    {
        string step = PlanOf(saga).Steps[saga.Step].Name;
        switch (result)
        {
            case StepResult.Done:
                Complete(saga, step, now);
                await AdvanceAsync(scope, saga, subject, now);
                break;
            case StepResult.GoOutside:
                (saga.Status, saga.DueAt) = (SagaStatus.Running, now);
                break;
            case StepResult.Wait wait:
                (saga.Status, saga.DueAt) = (SagaStatus.Waiting, wait.Until);
                SagaFlags.Note(saga, now, step, "waits");
                break;
            case StepResult.Retry retry:
                await TryLaterAsync(scope, saga, subject, retry, now);
                break;
            case StepResult.Refused refused:
                SagaFlags.Note(saga, now, step, "refused", refused.Why);
                saga.Problem = SagaFlags.Short(refused.Why);
                await UndoAsync(scope, saga, subject, now);
                break;
        }
    }

    /// <summary>Back to a step that waits: what is done after it stays done, and is taken back with the rest should it come to that.</summary>
    public void WaitAgain(Saga saga, string step, Instant until, Instant now)
    {
        saga.Step = PlanOf(saga).Steps.Select((each, at) => (each.Name, at)).Single(each => each.Name == step).at;
        (saga.Status, saga.DueAt, saga.StepBeganAt, saga.Attempts) = (SagaStatus.Waiting, until, now, 0);
        (saga.Problem, saga.NeedsReview, saga.LeasedUntil) = (null, false, null);
        saga.Fence++; // a worker that asks outside for a later step has nothing to say any more
        SagaFlags.Note(saga, now, step, SagaFlags.Again);
        saga.Version++;
    }

    /// <summary>A person goes on without the step that is next: what is open of it is closed.</summary>
    public async Task SkipAsync(WriteScope scope, Saga saga, T subject, string why, Instant now)
    {
        SagaStep<T> step = PlanOf(saga).Steps[saga.Step];
        await LeaveOutAsync(scope, saga, step.Name, subject, now);
        SagaFlags.Note(saga, now, step.Name, SagaFlags.Skipped, why);
        await ResumeAsync(scope, saga, subject, now);
    }

    /// <summary>Closes what is open of a step that is left out.</summary>
    public Task LeaveOutAsync(WriteScope scope, Saga saga, string step, T subject, Instant now) =>
        PlanOf(saga).Steps.Single(each => each.Name == step).LeaveOut?.Invoke(scope, subject, now) ?? Task.CompletedTask;

    /// <summary>Takes back every step that was done, the last one first, but for those that a person has skipped.</summary>
    /// <exception cref="UndoFailedException">A step could not be taken back; the caller's write must not stand.</exception>
    public async Task UndoAsync(WriteScope scope, Saga saga, T subject, Instant now)
    {
        SagaPlan<T> plan = PlanOf(saga);
        saga.Status = SagaStatus.Undoing;
        for (int step = Math.Min(Furthest(plan, saga), plan.Steps.Count - 1); step >= 0; step--)
        {
            saga.Step = step;
            string name = plan.Steps[step].Name;
            if (plan.Steps[step].Undo is not { } undo || SagaFlags.IsSkipped(saga, name))
            {
                continue;
            }

            try
            {
                await undo(scope, subject, now);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new UndoFailedException(name, subject!, failure);
            }

            SagaFlags.Note(saga, now, name, "undone");
        }

        (saga.Status, saga.DueAt, saga.LeasedUntil) = (SagaStatus.Undone, null, null);
        saga.Version++;
    }

    /// <summary>A saga that was led back to an earlier step has done more than where it stands.</summary>
    private static int Furthest(SagaPlan<T> plan, Saga saga)
    {
        HashSet<string> done = [.. saga.Log.Where(entry => entry.What == Done).Select(entry => entry.Step)];
        return Math.Max(saga.Step, plan.Steps.Select((step, at) => done.Contains(step.Name) ? at : 0).Max());
    }

    /// <summary>An undo that failed for good: nothing goes on by itself until a person decides.</summary>
    public static void Pause(Saga saga, string step, string why, Instant now)
    {
        (saga.Status, saga.NeedsReview, saga.Problem, saga.DueAt, saga.LeasedUntil) = (SagaStatus.Paused, true, SagaFlags.Short(why), null, null);
        SagaFlags.Note(saga, now, step, SagaFlags.Paused, why);
        saga.Version++;
    }

    /// <summary>A person has said that what could not be taken back is to be tried again, at once.</summary>
    public static void UndoAgain(Saga saga, Instant now)
    {
        (saga.Status, saga.NeedsReview, saga.DueAt, saga.StepBeganAt) = (SagaStatus.Undoing, false, now, now);
        saga.Version++;
    }

    /// <summary>The write itself failed in a way that nobody foresaw: the same again later, and a person is asked to look.</summary>
    public static void Postpone(Saga saga, string step, string why, Instant now)
    {
        saga.Attempts++;
        (saga.Problem, saga.LeasedUntil, saga.DueAt) = (SagaFlags.Short(why), null, now + Backoff.After(saga.Attempts, Random.Shared.NextDouble()));
        saga.NeedsReview = true;
        SagaFlags.Note(saga, now, step, "retry", why);
        saga.Version++;
    }

    private async Task AdvanceAsync(WriteScope scope, Saga saga, T subject, Instant now)
    {
        SagaPlan<T> plan = PlanOf(saga);
        while (saga.Step < plan.Steps.Count)
        {
            SagaStep<T> step = plan.Steps[saga.Step];
            StepResult result = step.Inside is null ? new StepResult.GoOutside() : await step.Inside(scope, subject, now);
            if (result is not StepResult.Done)
            {
                saga.Version++;
                await TakeAsync(scope, saga, subject, result, now);
                return;
            }

            Complete(saga, step.Name, now);
        }

        (saga.Status, saga.DueAt, saga.LeasedUntil, saga.Problem) = (SagaStatus.Done, null, null, null);
        saga.Version++;
    }

    private static void Complete(Saga saga, string step, Instant now)
    {
        SagaFlags.Note(saga, now, step, Done);
        saga.Step++;
        (saga.Attempts, saga.StepBeganAt, saga.LeasedUntil, saga.Problem) = (0, now, null, null);
    }

    private async Task TryLaterAsync(WriteScope scope, Saga saga, T subject, StepResult.Retry retry, Instant now)
    {
        SagaStep<T> step = PlanOf(saga).Steps[saga.Step];
        saga.Attempts++;
        saga.Problem = SagaFlags.Short(retry.Why);
        Duration since = now - saga.StepBeganAt;
        if (since >= step.GiveUpAfter)
        {
            await TakeAsync(scope, saga, subject, new StepResult.Refused($"{retry.Why} It was tried for {step.GiveUpAfter.TotalHours:0.#} hours."), now);
            return;
        }

        if (since >= step.ReviewAfter && !saga.NeedsReview)
        {
            saga.NeedsReview = true;
            SagaFlags.Note(saga, now, step.Name, "review", retry.Why);
        }

        SagaFlags.Note(saga, now, step.Name, "retry", retry.Why);
        (saga.Status, saga.LeasedUntil) = (SagaStatus.Running, null);
        saga.DueAt = now + Backoff.After(saga.Attempts, Random.Shared.NextDouble());
        saga.Version++;
    }
}
