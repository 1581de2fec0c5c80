using System.Diagnostics;
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
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // The queue has a flow of its own; what is written keeps the trace of the request that asked for it.
    private readonly Activity? _activity = Activity.Current;
    private WriteScope? _scope;
    private T? _value;
    private Exception? _failure;

    public Task<T> Completion => _completion.Task;

    /// <summary>A caller who left before the work began is not served; afterwards the work is finished in any case.</summary>
    public override bool IsCancelled =>
        cancellationToken.IsCancellationRequested && _completion.TrySetCanceled(cancellationToken);

    public override async Task<bool> TryRunAsync(WriteScope scope)
    {
        Activity.Current = _activity;
        _scope = scope;
        _failure = null;
        try
        {
            _value = await work(scope);
            return !scope.IsUndone;
        }
        catch (Exception thrown) when (!DatabaseErrors.IsWorthAnotherTry(thrown))
        {
            _failure = thrown;
            return false;
        }
    }

    public override void Complete(ILogger log)
    {
        if (_failure is not null)
        {
            _completion.TrySetException(_failure);
            return;
        }

        _completion.TrySetResult(_value!);
        try
        {
            _scope!.RunAfterCommit();
        }
        catch (Exception thrown)
        {
            // The write stands and its caller has the answer; only the news of it failed.
            LogNewsFailed(log, thrown);
        }
    }

    public override void Fail(Exception failure) => _completion.TrySetException(failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A write is durable, but an action that follows it failed.")]
    private static partial void LogNewsFailed(ILogger logger, Exception failure);
}
