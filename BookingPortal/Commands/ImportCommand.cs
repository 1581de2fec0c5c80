using BookingPortal.Core.Data.Seed;
using BookingPortal.Core.Outcomes;
using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>Takes a scenario file into the database.</summary>
internal sealed class ImportCommand : ICommand
{
    public string Name => "import";

    public string Usage => "import <scenario.json>";

    public string Summary => "takes a scenario file into the database: all of it, or nothing and the reason";

    public IReadOnlyList<string> Options => [];

    public async Task<int> RunAsync(Arguments arguments)
    {
        arguments.AllowWords(1);
        if (arguments.Words.Count == 0)
        {
            throw new MisusedCommand("which file?");
        }

        // The file first: one that cannot be read creates no database.
        Scenario scenario = await ScenarioFile.ReadAsync(arguments.Words[0]);
        await using WebApplication app = CommandHost.Build(arguments);
        await ScenarioFile.RehearseWhereAbsentAsync(app, scenario, arguments.Words[0]);
        await app.MakeDatabaseAsync();
        Outcome<ImportScenario.Summary> outcome = await Database.ExplainAsync(
            app.Configuration, () => app.Services.GetRequiredService<ImportScenario>().RunAsync(new ImportScenario.Request(scenario)));
        await Console.Out.WriteLineAsync(ScenarioFile.Accepted(outcome, arguments.Words[0]).ToString());
        return 0;
    }
}
