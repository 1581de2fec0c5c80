using BookingPortal.Core.Data.Seed;
using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>Prints the portal as a scenario file.</summary>
internal sealed class ExportCommand : ICommand
{
    public string Name => "export";

    public string Usage => "export [<scenario.json>]";

    public string Summary => "prints everything that is set up and booked as a scenario file, or writes it to one";

    public IReadOnlyList<string> Options => [];

    public async Task<int> RunAsync(Arguments arguments)
    {
        arguments.AllowWords(1);
        await using WebApplication app = CommandHost.Build(arguments);
        await app.NeedDatabaseAsync();
        ExportScenario export = app.Services.GetRequiredService<ExportScenario>();
        Scenario scenario = await Database.ExplainAsync(app.Configuration, () => export.RunAsync());
        string json = ScenarioJson.Write(scenario);
        if (arguments.Words.Count == 0)
        {
            await Console.Out.WriteLineAsync(json);
            return 0;
        }

        try
        {
            await File.WriteAllTextAsync(arguments.Words[0], json + Environment.NewLine);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartupProblem($"{arguments.Words[0]} cannot be written: {problem.Message}", problem);
        }

        await Console.Out.WriteLineAsync($"{scenario.Sites.Count} sites, {scenario.Resources.Count} resources, {scenario.Services.Count} services, {scenario.Sessions.Count} sessions and {scenario.Bookings.Count} bookings written to {arguments.Words[0]}.");
        return 0;
    }
}
