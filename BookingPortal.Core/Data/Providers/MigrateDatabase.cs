using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Core.Data.Providers;

/// <summary>Brings a database to the form that this version of the portal expects, creating it where there is none.</summary>
public sealed class MigrateDatabase(IDbContextFactory<PortalContext> contexts, ILogger<MigrateDatabase> log)
{
    /// <summary>A migration on a large file takes seconds; who waits longer than this for another process is told so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The names of the migrations that were applied just now; none when the database was up to date.</summary>
    /// <exception cref="TimeoutException">Another process is migrating and does not finish.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        if (db.IsSqlite())
        {
            // A property of the file, which cannot change inside a migration's transaction: readers go on while one writes.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
        }

        // Asked first, because EF takes its migration lock before it looks, and on SQLite a process that was killed leaves it behind.
        if (!(await PendingAsync(db, cancellationToken)).Any())
        {
            return [];
        }

        await using FileStream? gate = db.IsSqlite() ? await EnterAsync(db, cancellationToken) : null;
        if (gate is not null)
        {
            await RemoveStaleLockAsync(db, cancellationToken);
        }

        string[] pending = [.. await PendingAsync(db, cancellationToken)];
        await db.Database.MigrateAsync(cancellationToken);
        if (db.Database.IsSqlServer())
        {
            await SqlServerSnapshots.TurnOnAsync(db, log, cancellationToken);
        }

        return pending;
    }

    /// <summary>Whether there is a database of this version to work on.</summary>
    public async Task<DatabaseForm> LookAsync(CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken) || !(await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
        {
            return DatabaseForm.Absent;
        }

        return (await PendingAsync(db, cancellationToken)).Any() ? DatabaseForm.Older : DatabaseForm.Present;
    }

    private static Task<IEnumerable<string>> PendingAsync(PortalContext db, CancellationToken cancellationToken) =>
        db.Database.GetPendingMigrationsAsync(cancellationToken);

    /// <summary>One migrating process at a time: a lock of the operating system, which a killed process cannot leave behind.</summary>
    private static async Task<FileStream> EnterAsync(PortalContext db, CancellationToken cancellationToken)
    {
        string path = FileOf(db) + ".migrating";
        for (TimeSpan waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(100))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException held) when (File.Exists(path))
            {
                if (waited >= Patience)
                {
                    throw new TimeoutException($"Another process has been migrating {FileOf(db)} for {Patience.TotalMinutes:0} minutes.", held);
                }

                await Task.Delay(100, cancellationToken);
            }
        }
    }

    /// <summary>Behind the gate nobody else migrates, so a lock of EF's that is there now belongs to a process that died.</summary>
    private static async Task RemoveStaleLockAsync(PortalContext db, CancellationToken cancellationToken)
    {
        const string Table = "__EFMigrationsLock";
        int tables = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = {Table}")
            .SingleAsync(cancellationToken);
        if (tables > 0)
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
        }
    }

    private static string FileOf(PortalContext db) =>
        Path.GetFullPath(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource);
}

/// <summary>What was found where the database should be.</summary>
public enum DatabaseForm
{
    /// <summary>Nothing, or nothing of the portal's.</summary>
    Absent,

    /// <summary>Made by an older version: it has to be migrated first.</summary>
    Older,
    Present,
}
