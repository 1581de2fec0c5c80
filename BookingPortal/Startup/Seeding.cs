using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Data.Seed;
using BookingPortal.Core.Data.Seed.Demo;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Startup;

/// <summary>What an empty database is filled with at the first start: a scenario of one's own, the demonstration, or nothing.</summary>
internal static class Seeding
{
    private const string Nothing = "none";

    /// <summary>Makes the database ready, and fills it where it is empty. A scenario that is refused changes nothing.</summary>
    /// <exception cref="StartupProblem">The database cannot be used, or the scenario is refused.</exception>
    public static async Task PrepareAsync(WebApplication app)
    {
        string name = app.Configuration["Seed:Scenario"] is { Length: > 0 } path ? path : "the demo scenario";
        Scenario? seed = await IsEmptyAsync(app) ? await ReadAsync(app) : null;
        if (seed is not null)
        {
            await ScenarioFile.RehearseWhereAbsentAsync(app, seed, name);
        }

        IReadOnlyList<string> applied = await app.Services.GetRequiredService<MigrateDatabase>().RunAsync();
        if (applied.Count > 0)
        {
            app.Logger.LogInformation("Database migrated: {Migrations}", string.Join(", ", applied));
        }

        if (seed is not null)
        {
            Outcome<ImportScenario.Summary> outcome = await app.Services.GetRequiredService<ImportScenario>()
                .RunAsync(new ImportScenario.Request(seed, OnlyIntoEmpty: true));
            app.Logger.LogInformation("Seeded with {Scenario}: {Summary}", name, ScenarioFile.Accepted(outcome, name));
        }
    }

    private static async Task<Scenario?> ReadAsync(WebApplication app)
    {
        string? path = app.Configuration["Seed:Scenario"];
        if (string.IsNullOrWhiteSpace(path))
        {
            return app.Environment.IsDevelopment()
                ? DemoScenario.Make(app.Services.GetRequiredService<IClock>().GetCurrentInstant())
                : null;
        }

        return string.Equals(path, Nothing, StringComparison.OrdinalIgnoreCase) ? null : await ScenarioFile.ReadAsync(path);
    }

    private static async Task<bool> IsEmptyAsync(WebApplication app)
    {
        if (await app.Services.GetRequiredService<MigrateDatabase>().LookAsync() == DatabaseForm.Absent)
        {
            return true;
        }

        // Of an older form only the catalog is looked at: its tables have been there from the first version on.
        await using PortalContext db = await app.Services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        return !await db.Set<Site>().AnyAsync() && !await db.Set<Resource>().AnyAsync() && !await db.Set<Service>().AnyAsync();
    }
}
