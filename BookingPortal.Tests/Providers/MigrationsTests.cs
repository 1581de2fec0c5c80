using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace BookingPortal.Tests.Providers;

public sealed class MigrationsTests
{
    public static TheoryData<string> Providers => [DatabaseSettings.Sqlite, DatabaseSettings.SqlServer];

    [Theory]
    [MemberData(nameof(Providers))]
    public void No_change_of_the_model_waits_for_a_migration(string provider)
    {
        using PortalContext db = Open(provider);

        string[] missing = [.. Missing(db)];

        Assert.True(
            missing.Length == 0,
            $"{string.Join(", ", missing)}: dotnet ef migrations add <Name> --project BookingPortal.Core --context {provider}Context --output-dir Data/Migrations/{provider}");
    }

    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void SQL_Server_can_read_its_migrations(MigrationsSqlGenerationOptions form)
    {
        using PortalContext db = Open(DatabaseSettings.SqlServer);
        string script = db.GetService<IMigrator>().GenerateScript(options: form);

        Assert.Contains("CREATE TABLE", script, StringComparison.Ordinal);
        Assert.Empty(ParseErrors(script));
    }

    [Fact]
    public void SQL_Server_can_read_what_turns_snapshots_on()
    {
        Assert.Empty(ParseErrors(SqlServerSnapshots.ReadCommitted));
        Assert.Empty(ParseErrors(SqlServerSnapshots.Whole));

        // The other one's inner statement is left out: this parser lacks ALLOW_SNAPSHOT_ISOLATION, which the server's own ALTER DATABASE SET has.
        Assert.Empty(ParseErrors(InnerOf(SqlServerSnapshots.ReadCommitted)));
    }

    [Theory, OnSqlServer]
    public async Task In_a_database_that_an_administrator_created_readers_do_not_wait_for_writers(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await using PortalContext db = await database.DbAsync();

        string state = await db.Database
            .SqlQueryRaw<string>("SELECT CONCAT(CAST(is_read_committed_snapshot_on AS int), ' ', CAST(snapshot_isolation_state AS int)) AS \"Value\" FROM sys.databases WHERE name = DB_NAME()")
            .SingleAsync();

        Assert.Equal("1 1", state);
    }

    [Fact]
    public void A_script_that_SQL_Server_cannot_read_is_noticed() =>
        Assert.NotEmpty(ParseErrors("CREATE TABLE \"A\" (\"B\" TEXT) WITHOUT ROWID;"));

    private static PortalContext Open(string provider) => provider == DatabaseSettings.Sqlite
        ? new SqliteContextAtDesignTime().CreateDbContext([])
        : new SqlServerContextAtDesignTime().CreateDbContext([]);

    /// <summary>As <c>HasPendingModelChanges</c>, but it says which.</summary>
    private static IEnumerable<string> Missing(PortalContext db)
    {
        IModel snapshot = db.GetService<IModelRuntimeInitializer>()
            .Initialize(db.GetService<IMigrationsAssembly>().ModelSnapshot!.Model, designTime: true);
        return db.GetService<IMigrationsModelDiffer>()
            .GetDifferences(snapshot.GetRelationalModel(), db.GetService<IDesignTimeModel>().Model.GetRelationalModel())
            .Select(Words);
    }

    private static string Words(MigrationOperation operation) => operation switch
    {
        ColumnOperation column => $"{operation.GetType().Name} {column.Table}.{column.Name}",
        ITableMigrationOperation table => $"{operation.GetType().Name} {table.Table}",
        _ => operation.GetType().Name,
    };

    /// <summary>The statement that <c>EXEC</c> is given as text.</summary>
    private static string InnerOf(string script) => $"ALTER DATABASE [portal]{script.Split("N'")[2].Split('\'')[0]}";

    private static IEnumerable<string> ParseErrors(string script)
    {
        using var reader = new StringReader(script);
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out IList<ParseError> errors);
        return errors.Select(error => $"line {error.Line}: {error.Message}");
    }
}
