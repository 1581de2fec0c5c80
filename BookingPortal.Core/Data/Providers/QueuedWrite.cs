using Microsoft.Extensions.Logging;

namespace BookingPortal.Core.Data.Providers;

/// <summary>A write that waits for its turn, and the caller who waits for it.</summary>
internal abstract class QueuedWrite
{
    public abstract bool IsCancelled { get; }

    /// <summary>Runs the work; false when nothing of it is to be kept.</summary>
    public abstract Task<bool> TryRunAsync(WriteScope scope);

    /// <summary>The commit is durable: answer the caller.</summary>
    public abstract void Complete(ILogger log);

    public abstract void Fail(Exception failure);
}

/// <inheritdoc/>
internal sealed partial class QueuedWrite<T>(Func<WriteScope, Task<T>> work, CancellationToken cancellationToken) : QueuedWrite
{
    // Continuations must not run on the queue's own thread: they would hold up every other writer.
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WriteScope? scope;
    private T? value;
    private Exception? failure;

    public Task<T> Completion => completion.Task;

    /// <summary>A caller who left before the work began is not served; afterwards the work is finished in any case.</summary>
    public override bool IsCancelled =>
        cancellationToken.IsCancellationRequested && completion.TrySetCanceled(cancellationToken);

    public override async Task<bool> TryRunAsync(WriteScope scope)
    {
        this.scope = scope;
        failure = null;
        try
        {
            value = await work(scope);
            return !scope.IsUndone;
        }
        catch (Exception thrown) when (!DatabaseErrors.IsWorthAnotherTry(thrown))
        {
            failure = thrown;
            return false;
        }
    }

    public override void Complete(ILogger log)
    {
        if (failure is not null)
        {
            completion.TrySetException(failure);
            return;
        }

        completion.TrySetResult(value!);
        try
        {
            scope!.RunAfterCommit();
        }
        catch (Exception thrown)
        {
            // The write stands and its caller has the answer; only the news of it failed.
            LogNewsFailed(log, thrown);
        }
    }

    public override void Fail(Exception failure) => completion.TrySetException(failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A write is durable, but an action that follows it failed.")]
    private static partial void LogNewsFailed(ILogger logger, Exception failure);
}
