using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BookingPortal.Core.Data.Providers;

/// <summary>
/// What every SQLite connection is told when it opens: an answered commit is on the disk (<c>synchronous=FULL</c>), and
/// who meets a lock waits for it instead of failing. WAL is a property of the file and is set with the migrations.
/// </summary>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    /// <summary>EF makes the connection of a context on first use, and one of its own that only reads when it asks whether there is a database.</summary>
    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        InterceptionResult<DbConnection>.SuppressWithResult(new KeptSqliteConnection(eventData.ConnectionString!));
}
