using BookingPortal.Core.Bookings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Core.Data.Providers;

/// <summary>Which database the portal stands on.</summary>
/// <param name="Provider"><c>Sqlite</c> or <c>SqlServer</c>.</param>
/// <param name="ConnectionString">In the provider's own words.</param>
public sealed record DatabaseSettings(string Provider, string ConnectionString)
{
    public const string Sqlite = "Sqlite";
    public const string SqlServer = "SqlServer";

    /// <summary>Where it is, for people: the file, or the server and its database, never a password.</summary>
    public string Place
    {
        get
        {
            var parts = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = ConnectionString };
            string[] named = [.. new[] { "Data Source", "Server", "Initial Catalog", "Database" }
                .Where(parts.ContainsKey)
                .Select(key => parts[key].ToString() ?? "")];
            return string.Join(", ", named);
        }
    }

    /// <summary>The embedded default: one file in the data folder.</summary>
    public static DatabaseSettings SqliteFile(string path) =>
        new(Sqlite, new SqliteConnectionStringBuilder { DataSource = path }.ToString());
}

/// <summary>Puts the portal on its database; after this nothing needs to know which one it is.</summary>
public static class DatabaseRegistration
{
    /// <summary>Each keeps a connection of three files open; a thousand would come near to what a process may open.</summary>
    private const int MostKeptContexts = 128;

    /// <exception cref="ArgumentException">The provider is neither <c>Sqlite</c> nor <c>SqlServer</c>, or the connection string is not in its language.</exception>
    public static IServiceCollection AddPortalDatabase(this IServiceCollection services, DatabaseSettings settings) =>
        settings.Provider switch
        {
            DatabaseSettings.Sqlite => services.AddSqlite(settings.ConnectionString),
            DatabaseSettings.SqlServer => services.AddSqlServer(settings.ConnectionString),
            _ => throw new ArgumentException(
                $"Database__Provider is \"{settings.Provider}\"; it can be Sqlite or SqlServer.", nameof(settings)),
        };

    private static IServiceCollection AddSqlite(this IServiceCollection services, string connectionString)
    {
        CountNoMemory();
        var parts = new SqliteConnectionStringBuilder(connectionString);
        if (parts.Mode == SqliteOpenMode.Memory || parts.DataSource is "" or ":memory:")
        {
            throw new ArgumentException("the portal needs a file, such as \"Data Source=/var/lib/portal/portal.db\": a database in memory would be another one for each connection.", nameof(connectionString));
        }

        // Contexts are pooled with their connections, so a second pool below has nothing to add.
        parts.Pooling = false;
        string checkedString = parts.ToString();
        return services
            .AddPooledDbContextFactory<SqliteContext>(options => options
                .UseSqlite(checkedString)
                .ConfigureWarnings(LeaveFailuresToWhoCatches)
                .AddInterceptors(new SqliteConnectionSetup()), MostKeptContexts)
            .AddSingleton<IDbContextFactory<PortalContext>, ContextFactory<SqliteContext>>()
            .AddScoped<PortalContext>(provider => provider.GetRequiredService<IDbContextFactory<SqliteContext>>().CreateDbContext())
            .AddSingleton<IEventNumbering, NumberAtCommit>()
            .AddSingleton<IWriteQueue>(provider => new SqliteWriteQueue(
                provider.GetRequiredService<IDbContextFactory<SqliteContext>>().CreateDbContext,
                provider.GetRequiredService<ILogger<SqliteWriteQueue>>()));
    }

    /// <summary>SQLite counts every byte that it allocates under one lock for the whole process, for figures that nobody here asks for.</summary>
    private static void CountNoMemory()
    {
        const int memoryStatus = 9; // SQLITE_CONFIG_MEMSTATUS
        SQLitePCL.Batteries_V2.Init();
        _ = SQLitePCL.raw.sqlite3_config(memoryStatus, 0); // refused where a connection was opened before, and then it only stays as it was
    }

    private static IServiceCollection AddSqlServer(this IServiceCollection services, string connectionString)
    {
        string checkedString = new Microsoft.Data.SqlClient.SqlConnectionStringBuilder(connectionString).ToString();
        return services
            .AddPooledDbContextFactory<SqlServerContext>(options => options

                // Batches that read values back need MERGE or OUTPUT, which not every server that speaks T-SQL knows.
                .UseSqlServer(checkedString, server => server.MaxBatchSize(1))
                .ConfigureWarnings(LeaveFailuresToWhoCatches))
            .AddSingleton<IDbContextFactory<PortalContext>, ContextFactory<SqlServerContext>>()
            .AddScoped<PortalContext>(provider => provider.GetRequiredService<IDbContextFactory<SqlServerContext>>().CreateDbContext())
            .AddSingleton<IEventNumbering, NumberLater>()

            // That there is one tells the timetable that other nodes may stand on the same database.
            .AddSingleton(_ => Microsoft.Data.SqlClient.SqlClientFactory.Instance.CreateDataSource(checkedString))
            .AddSingleton<IWriteQueue, SqlServerWrites>();
    }

    /// <summary>
    /// A claim that loses its cell is an answer and a lost race runs again: fifty people after one slot are no failures.
    /// What nobody expected is thrown, and is logged once where it ends up.
    /// </summary>
    private static void LeaveFailuresToWhoCatches(WarningsConfigurationBuilder events) =>
        events.Log((RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug));

    private sealed class ContextFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<PortalContext>
        where TContext : PortalContext
    {
        public PortalContext CreateDbContext() => inner.CreateDbContext();
    }
}
