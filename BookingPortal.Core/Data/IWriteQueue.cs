using BookingPortal.Core.Outcomes;

namespace BookingPortal.Core.Data;

/// <summary>
/// The only way to change the database. On SQLite every write of the process goes through one queue, which may put
/// several waiting writes into one commit; on SQL Server each has its own transaction. Either way the task ends only
/// when the write is durable.
/// </summary>
public interface IWriteQueue
{
    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and commits it, unless the work called <see cref="WriteScope.Undo"/>
    /// or threw; then nothing of it remains. The work may run more than once (deadlock, busy) and must therefore only
    /// touch the database: no mail, no HTTP, no waiting for other writes.
    /// </summary>
    /// <exception cref="OverloadedException">Too many writes are waiting; nothing was accepted.</exception>
    Task<T> RunAsync<T>(Func<WriteScope, Task<T>> work, CancellationToken cancellationToken = default);
}

/// <summary>One write under way: its context, and what is to happen to it.</summary>
public sealed class WriteScope(PortalContext db)
{
    private List<Action>? _afterCommit;

    /// <summary>Valid only until the work returns.</summary>
    public PortalContext Db { get; } = db;

    internal bool IsUndone { get; private set; }

    /// <summary>The work was refused: roll it back, and still return its value.</summary>
    public void Undo() => IsUndone = true;

    /// <summary>Something quick and harmless for when the write is durable, such as waking those who wait for news.</summary>
    public void AfterCommit(Action action) => (_afterCommit ??= []).Add(action);

    internal void RunAfterCommit()
    {
        if (!IsUndone && _afterCommit is not null)
        {
            foreach (Action action in _afterCommit)
            {
                action();
            }
        }
    }
}
