using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Tests.Fixtures;

/// <summary>Room for one test's own database on one of the two providers: nothing is in it yet, and it is gone when the test is over.</summary>
internal sealed class DatabasePlace : IAsyncDisposable
{
    private const int StillInUse = 3702;

    private DatabasePlace(DatabaseSettings settings, string? folder) => (Settings, Folder) = (settings, folder);

    public DatabaseSettings Settings { get; }

    /// <summary>Where the file of SQLite lies; null on a server.</summary>
    public string? Folder { get; }

    /// <param name="provider">As <see cref="OnSqliteAttribute"/> and <see cref="OnSqlServerAttribute"/> give it.</param>
    public static Task<DatabasePlace> FindAsync(string provider) =>
        provider == DatabaseSettings.Sqlite ? Task.FromResult(OnFile()) : OnServerAsync();

    /// <summary>SQLite before anything was done to it: not even the file is there.</summary>
    public static DatabasePlace OnFile()
    {
        string folder = Directory.CreateTempSubdirectory("booking-portal-test-").FullName;
        return new DatabasePlace(DatabaseSettings.SqliteFile(Path.Combine(folder, "portal.db")), folder);
    }

    /// <summary>Rebuilds the claims without their primary key: the mechanism is out, and the guarantee must fall.</summary>
    public static Task TakeTheClaimKeyAwayAsync(PortalContext db) => db.Database.ExecuteSqlRawAsync(db.Database.IsSqlite()
        ? """
            CREATE TABLE "Keyless" AS SELECT * FROM "SlotClaims";
            DROP TABLE "SlotClaims";
            ALTER TABLE "Keyless" RENAME TO "SlotClaims";
            """
        : """ALTER TABLE "SlotClaims" DROP CONSTRAINT "PK_SlotClaims";""");

    public async ValueTask DisposeAsync()
    {
        if (Folder is not null)
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(Folder, recursive: true);
            return;
        }

        SqlConnection.ClearAllPools();
        string drop = $"DROP DATABASE [{new SqlConnectionStringBuilder(Settings.ConnectionString).InitialCatalog}]";
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await OnMasterAsync(drop);
                return;
            }
            catch (SqlException inUse) when (inUse.Number == StillInUse && attempt < 100)
            {
                await Task.Delay(100); // a portal that was killed leaves it to the server to find out
            }
        }
    }

    private static async Task<DatabasePlace> OnServerAsync()
    {
        string name = $"portal_test_{Guid.NewGuid():N}"[..30];
        await OnMasterAsync($"CREATE DATABASE [{name}]");
        var connection = new SqlConnectionStringBuilder(Server) { InitialCatalog = name };
        return new DatabasePlace(new DatabaseSettings(DatabaseSettings.SqlServer, connection.ToString()), null);
    }

    private static string Server => Environment.GetEnvironmentVariable(OnSqlServerAttribute.Variable)!;

    private static async Task OnMasterAsync(string sql)
    {
        var connection = new SqlConnectionStringBuilder(Server) { InitialCatalog = "master" };
        await using var master = new SqlConnection(connection.ToString());
        await master.OpenAsync();
        await using SqlCommand command = master.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
