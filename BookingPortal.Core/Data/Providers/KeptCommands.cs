using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BookingPortal.Core.Data.Providers;

/// <summary>
/// Commands that stay with their connection. SQLite compiles a statement every time a new command runs it, which takes
/// longer than running it; a command that is kept is compiled once. SQL Server keeps plans itself, and its connections
/// come and go, so there every command is new.
/// </summary>
internal static class KeptCommands
{
    private static readonly ConditionalWeakTable<DbConnection, Dictionary<object, DbCommand>> OfConnections = [];

    /// <summary>A command ready to run on the context's connection and in its transaction.</summary>
    /// <param name="key">What the command is for; the same key is always the same text.</param>
    /// <param name="make">Writes its text and parameters when there is none yet.</param>
    public static async ValueTask<Use> TakeAsync<TState>(
        PortalContext db, object key, TState state, Action<PortalContext, DbCommand, TState> make, CancellationToken cancellationToken)
    {
        DbConnection connection = db.Database.GetDbConnection();
        if (connection.State != System.Data.ConnectionState.Open)
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
        }

        bool isKept = db.IsSqlite();
        DbCommand? command = null;
        if (!isKept || !OfConnections.GetOrCreateValue(connection).TryGetValue(key, out command))
        {
            command = connection.CreateCommand();
            make(db, command, state);
            if (isKept)
            {
                OfConnections.GetOrCreateValue(connection)[key] = command;
            }
        }

        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        return new Use(command, isKept);
    }

    /// <summary>One run of a command; afterwards it is kept or thrown away.</summary>
    public readonly struct Use(DbCommand command, bool isKept) : IDisposable
    {
        public DbCommand Command { get; } = command;

        public void Dispose()
        {
            if (!isKept)
            {
                Command.Dispose();
            }
        }
    }
}
