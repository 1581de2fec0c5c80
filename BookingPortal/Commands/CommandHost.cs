using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Outcomes;
using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>The portal without its pages: configuration, clock and database, for a command that runs and ends.</summary>
internal static class CommandHost
{
    /// <exception cref="StartupProblem">The settings are wrong.</exception>
    public static WebApplication Build(Arguments arguments)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(arguments.Settings);

        // What a command prints is its answer; what goes wrong inside belongs to the other stream.
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.AddClock();
        builder.AddDatabase();
        builder.AddVerbs();
        builder.AddIdentity();

        // Identity brings what only pages need; a command makes what it uses and nothing else.
        builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = false);
        return builder.Build();
    }

    /// <exception cref="StartupProblem">It was refused.</exception>
    public static T Accepted<T>(Outcome<T> outcome) => outcome.TryGet(out T? done, out Refusal? refusal)
        ? done
        : throw new StartupProblem(refusal is Refusal.Invalid invalid ? $"--{invalid.Field}: {invalid.Problem}" : refusal.ToString());

    /// <summary>For commands that only look: there must be a database of this version.</summary>
    public static async Task NeedDatabaseAsync(this WebApplication app)
    {
        DatabaseForm form = await Database.ExplainAsync(app.Configuration, () => app.Services.GetRequiredService<MigrateDatabase>().LookAsync());
        if (form != DatabaseForm.Present)
        {
            throw new StartupProblem(form == DatabaseForm.Absent
                ? $"there is no portal's database at {Database.PlaceOf(app.Configuration)}; \"migrate\" makes one."
                : $"the database at {Database.PlaceOf(app.Configuration)} was made by an older version; run \"migrate\" first.");
        }
    }

    /// <summary>For commands that write: the database is made, or brought to this version.</summary>
    public static Task<IReadOnlyList<string>> MakeDatabaseAsync(this WebApplication app) =>
        Database.ExplainAsync(app.Configuration, () => app.Services.GetRequiredService<MigrateDatabase>().RunAsync());
}
