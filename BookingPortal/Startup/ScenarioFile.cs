using System.Text;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Data.Seed;
using BookingPortal.Core.Outcomes;

namespace BookingPortal.Startup;

/// <summary>A scenario on the disk, and the one line that is said when it is refused.</summary>
internal static class ScenarioFile
{
    /// <summary>A byte that is no UTF-8 is a broken file and not a question mark in somebody's name.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="StartupProblem">It cannot be read, or is refused.</exception>
    public static async Task<Scenario> ReadAsync(string path)
    {
        string json;
        try
        {
            json = await File.ReadAllTextAsync(path, Strict);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartupProblem($"{path} cannot be read: {problem.Message}", problem);
        }

        return Accepted(ReadScenario.Read(json, new ScenarioProblems()), path);
    }

    /// <summary>Where there is no database yet, a scenario that would be refused must not create one.</summary>
    public static async Task RehearseWhereAbsentAsync(WebApplication app, Scenario scenario, string path)
    {
        DatabaseForm form = await Database.ExplainAsync(app.Configuration, () => app.Services.GetRequiredService<MigrateDatabase>().LookAsync());
        if (form == DatabaseForm.Absent && app.Services.GetRequiredService<ImportScenario>().Rehearse(scenario) is { } refusal)
        {
            throw Problem(refusal, path);
        }
    }

    /// <exception cref="StartupProblem">It was refused.</exception>
    public static T Accepted<T>(Outcome<T> outcome, string path) =>
        outcome.TryGet(out T? done, out Refusal? refusal) ? done : throw Problem(refusal, path);

    private static StartupProblem Problem(Refusal refusal, string path) => refusal is Refusal.Invalid invalid
        ? new StartupProblem(invalid.Field.Length == 0 ? $"{path}: {invalid.Problem}" : $"{path}: {invalid.Field}: {invalid.Problem}")
        : new StartupProblem($"{path} is refused: {refusal}");
}
