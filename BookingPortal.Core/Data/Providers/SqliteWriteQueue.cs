using System.Threading.Channels;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Reporting;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Core.Data.Providers;

/// <summary>
/// SQLite has one writer, so the process has one _queue. Writes that wait together are committed together, each behind
/// its own savepoint: one fsync for many, and a refused write takes nothing of its neighbours with it.
/// </summary>
internal sealed partial class SqliteWriteQueue : IWriteQueue, IAsyncDisposable
{
    /// <summary>Past this many waiting writes a caller is told to come back: at 1,000 writes a second that is a wait of two seconds.</summary>
    private const int QueueLimit = 2_000;

    /// <summary>Large enough to share an fsync, small enough that the first in a group does not wait for the last one long.</summary>
    private const int GroupLimit = 64;

    /// <summary>Each try already waits for the database's own busy time-out.</summary>
    private const int Tries = 3;

    /// <summary>
    /// The one writer keeps its index pages (in KiB) instead of reading them again for every booking, and copies the log into
    /// the file every so many pages (64 MB) instead of sixteen times as often: pages that change again and again are copied once, and fewer bookings meet a copy.
    /// What a savepoint would have to put back stays in memory; in a file, which is where SQLite puts it by itself, it was three of four writes to the disk.
    /// </summary>
    private static readonly Statement WriterSettings = new("PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=16000; PRAGMA temp_store=MEMORY");

    private static readonly Statement BeginOne = new("SAVEPOINT one");
    private static readonly Statement UndoOne = new("ROLLBACK TO one");
    private static readonly Statement EndOne = new("RELEASE one");

    private readonly Channel<QueuedWrite> _queue = Channel.CreateBounded<QueuedWrite>(
        new BoundedChannelOptions(QueueLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Func<PortalContext> _open;
    private readonly ILogger<SqliteWriteQueue> _log;
    private readonly Task _loop;
    private PortalContext? _context;

    public SqliteWriteQueue(Func<PortalContext> open, ILogger<SqliteWriteQueue> log)
    {
        _open = open;
        _log = log;
        _loop = Task.Run(DrainAsync);
    }

    public Task<T> RunAsync<T>(Func<WriteScope, Task<T>> work, CancellationToken cancellationToken = default)
    {
        var write = new QueuedWrite<T>(work, cancellationToken);
        return _queue.Writer.TryWrite(write)
            ? write.Completion
            : Task.FromException<T>(new OverloadedException());
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }
    }

    private async Task DrainAsync()
    {
        var group = new List<QueuedWrite>(GroupLimit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < GroupLimit && _queue.Reader.TryRead(out QueuedWrite? write))
            {
                if (!write.IsCancelled)
                {
                    group.Add(write);
                }
            }

            await CommitAsync(group);
        }
    }

    private async Task CommitAsync(List<QueuedWrite> group)
    {
        for (int attempt = 1; group.Count > 0; attempt++)
        {
            try
            {
                await TryCommitAsync(group);
                PortalMeter.Committed(group.Count);
                group.ForEach(write => write.Complete(_log));
                return;
            }
            catch (Exception failure)
            {
                await DropContextAsync();
                if (attempt < Tries && DatabaseErrors.IsWorthAnotherTry(failure))
                {
                    LogAnotherTry(_log, group.Count, failure);
                    continue;
                }

                // The whole group fails together, because none of it is durable; every caller hears of it.
                LogGroupFailed(_log, group.Count, failure);
                group.ForEach(write => write.Fail(failure));
                return;
            }
        }
    }

    private async Task TryCommitAsync(List<QueuedWrite> group)
    {
        _context ??= await OpenContextAsync();
        await using IDbContextTransaction transaction = await _context.Database.BeginTransactionAsync();
        foreach (QueuedWrite write in group)
        {
            await BeginOne.RunAsync(_context, []);
            var scope = new WriteScope(_context);
            bool keep = await write.TryRunAsync(scope);
            _context.ChangeTracker.Clear();
            if (!keep)
            {
                await UndoOne.RunAsync(_context, []);
            }

            await EndOne.RunAsync(_context, []);
        }

        await transaction.CommitAsync();
    }

    private async Task<PortalContext> OpenContextAsync()
    {
        PortalContext opened = _open();
        opened.Database.AutoSavepointsEnabled = false; // each write has its own already
        await WriterSettings.RunAsync(opened, []);
        return opened;
    }

    private async Task DropContextAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
            _context = null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database was busy; {Count} writes are tried again.")]
    private static partial void LogAnotherTry(ILogger logger, int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A commit of {Count} writes failed; none of them was accepted.")]
    private static partial void LogGroupFailed(ILogger logger, int count, Exception failure);
}
