using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Providers;

/// <summary>A look at the whole database as of one moment, without keeping anybody from writing.</summary>
internal sealed class ReadSnapshot : IAsyncDisposable
{
    private readonly PortalContext _db;
    private readonly DbTransaction? _transaction;

    private ReadSnapshot(PortalContext db, DbTransaction? transaction) => (_db, _transaction) = (db, transaction);

    /// <summary>False where the server gives no snapshots: then each table is read as of a moment of its own.</summary>
    public bool IsOneMoment => _transaction is not null;

    public static async Task<ReadSnapshot> BeginAsync(PortalContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        DbConnection connection = db.Database.GetDbConnection();
        if (connection is SqliteConnection sqlite)
        {
            // Deferred: EF's own would take the one writer's lock.
            return await UseAsync(db, sqlite.BeginTransaction(deferred: true), cancellationToken);
        }

        bool gives = await db.Database
            .SqlQueryRaw<int>("SELECT CAST(snapshot_isolation_state AS int) AS \"Value\" FROM sys.databases WHERE name = DB_NAME()")
            .SingleOrDefaultAsync(cancellationToken) == 1;
        return gives
            ? await UseAsync(db, await connection.BeginTransactionAsync(IsolationLevel.Snapshot, cancellationToken), cancellationToken)
            : new ReadSnapshot(db, null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
        {
            await _db.Database.UseTransactionAsync(null);
            await _transaction.DisposeAsync();
            if (_db.Database.IsSqlServer() && _db.Database.GetDbConnection().State == ConnectionState.Open)
            {
                // The level outlives the transaction and the pool does not take it back (dotnet/SqlClient #96): whoever writes
                // on this connection next would be refused (3960) for what others changed meanwhile.
                await _db.Database.ExecuteSqlRawAsync("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
            }
        }

        await _db.Database.CloseConnectionAsync();
    }

    private static async Task<ReadSnapshot> UseAsync(PortalContext db, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await db.Database.UseTransactionAsync(transaction, cancellationToken);
        return new ReadSnapshot(db, transaction);
    }
}
