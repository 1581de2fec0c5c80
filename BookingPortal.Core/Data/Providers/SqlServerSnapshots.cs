using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Core.Data.Providers;

/// <summary>
/// Lets who reads see what was committed last instead of waiting for who writes. A database that EF creates reads like
/// that from the start; one that an administrator created does not until it is told.
/// </summary>
internal static partial class SqlServerSnapshots
{
    /// <summary>Asked first, so that a database that is set already needs no right to change it; NO_WAIT, because somebody else's open connection would hold us up for ever.</summary>
    internal static readonly string ReadCommitted = Script("is_read_committed_snapshot_on", "READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT");

    /// <summary>For a look at the whole database as of one moment (<see cref="ReadSnapshot"/>).</summary>
    internal static readonly string Whole = Script("snapshot_isolation_state", "ALLOW_SNAPSHOT_ISOLATION ON");

    public static async Task TurnOnAsync(PortalContext db, ILogger log, CancellationToken cancellationToken)
    {
        foreach (string script in new[] { ReadCommitted, Whole })
        {
            try
            {
                await db.Database.ExecuteSqlRawAsync(script, cancellationToken);
            }
            catch (SqlException refused)
            {
                // The portal is right without it, because the keys decide; but readers wait, and an administrator can mend it.
                LogNotTurnedOn(log, script, refused);
            }
        }
    }

    private static string Script(string state, string option) => $"""
        DECLARE @turnOn nvarchar(max) = N'ALTER DATABASE ' + QUOTENAME(DB_NAME()) + N' SET {option}';
        IF EXISTS (SELECT 1 FROM sys.databases WHERE name = DB_NAME() AND {state} = 0) EXEC(@turnOn);
        """;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Readers wait for writers in this database until an administrator runs, while nobody uses it: {Script}")]
    private static partial void LogNotTurnedOn(ILogger logger, string script, Exception refused);
}
