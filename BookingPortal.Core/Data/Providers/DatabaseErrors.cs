using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Providers;

/// <summary>Reads the few errors that the portal acts on out of either database's exceptions.</summary>
internal static class DatabaseErrors
{
    // SQLite: https://www.sqlite.org/rescode.html — extended codes of SQLITE_CONSTRAINT.
    private const int SqlitePrimaryKeyViolation = 1555;
    private const int SqliteUniqueViolation = 2067;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    // SQL Server: duplicate row in a unique index, in a unique constraint; deadlock victim; lock time-out.
    private const int SqlServerUniqueIndex = 2601;
    private const int SqlServerUniqueConstraint = 2627;
    private const int SqlServerDeadlock = 1205;
    private const int SqlServerLockTimeout = 1222;

    public static bool IsUniqueViolation(Exception exception) => Innermost(exception) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqlitePrimaryKeyViolation or SqliteUniqueViolation,
        SqlException sqlServer => sqlServer.Number is SqlServerUniqueIndex or SqlServerUniqueConstraint,
        _ => false,
    };

    /// <summary>The transaction lost a race that says nothing about its content: run all of it again.</summary>
    public static bool IsWorthAnotherTry(Exception exception) => Innermost(exception) switch
    {
        DbUpdateConcurrencyException => true,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked,
        SqlException sqlServer => sqlServer.Number is SqlServerDeadlock or SqlServerLockTimeout,
        _ => false,
    };

    private static Exception Innermost(Exception exception)
    {
        while (exception is not (SqliteException or SqlException) && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
