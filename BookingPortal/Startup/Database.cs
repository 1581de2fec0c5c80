using System.Data.Common;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Data.Seed;
using BookingPortal.Core.Sites;

namespace BookingPortal.Startup;

/// <summary>Which database the portal stands on, and that it is ready before the first request.</summary>
internal static class Database
{
    /// <summary>The embedded default's file in the data folder.</summary>
    private const string FileName = "portal.db";

    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        DatabaseSettings settings = Read(builder.Configuration);
        try
        {
            builder.Services.AddPortalDatabase(settings);
        }
        catch (ArgumentException problem)
        {
            throw new StartupProblem(problem.ParamName == "settings"
                ? problem.Message.Replace(" (Parameter 'settings')", "", StringComparison.Ordinal)
                : $"ConnectionStrings__BookingPortal cannot be read: {problem.Message.Replace(" (Parameter 'connectionString')", "", StringComparison.Ordinal)}", problem);
        }

        builder.Services.AddSingleton<MigrateDatabase>();
        builder.Services.AddSingleton<ImportScenario>();
        builder.Services.AddSingleton<ExportScenario>();
        builder.Services.AddSingleton<CheckPortal>();
        builder.Services.AddSingleton<CreateApiKey>();

        // EF logs a connection that cannot be opened with its whole stack before it throws; what is thrown is told in one line.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.None);
    }

    /// <summary>Creates or migrates the database, and fills it where it is empty.</summary>
    /// <exception cref="StartupProblem">It cannot be reached, read or written, or its first scenario is refused.</exception>
    public static Task PrepareDatabaseAsync(this WebApplication app) =>
        ExplainAsync(app.Configuration, () => Seeding.PrepareAsync(app));

    /// <summary>Where the database is, for people.</summary>
    public static string PlaceOf(IConfiguration configuration) => Read(configuration).Place;

    /// <summary>Runs work that needs the database and turns what the driver says into one line.</summary>
    public static async Task<T> ExplainAsync<T>(IConfiguration configuration, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception problem) when (problem is DbException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            DatabaseSettings settings = Read(configuration);
            throw new StartupProblem($"the {settings.Provider} database at {settings.Place} cannot be used: {problem.Message}", problem);
        }
    }

    public static Task ExplainAsync(IConfiguration configuration, Func<Task> work) =>
        ExplainAsync(configuration, async () =>
        {
            await work();
            return true;
        });

    private static DatabaseSettings Read(IConfiguration configuration)
    {
        string provider = configuration["Database:Provider"] is { Length: > 0 } named ? named : DatabaseSettings.Sqlite;
        provider = new[] { DatabaseSettings.Sqlite, DatabaseSettings.SqlServer }
            .FirstOrDefault(known => known.Equals(provider, StringComparison.OrdinalIgnoreCase)) ?? provider;
        if (configuration.GetConnectionString("BookingPortal") is { Length: > 0 } connection)
        {
            return new DatabaseSettings(provider, connection);
        }

        return provider switch
        {
            DatabaseSettings.SqlServer => throw new StartupProblem("Database__Provider is SqlServer, which needs ConnectionStrings__BookingPortal."),
            DatabaseSettings.Sqlite => DatabaseSettings.SqliteFile(Path.Combine(DataFolder.Create(configuration), FileName)),
            _ => new DatabaseSettings(provider, ""),
        };
    }
}
