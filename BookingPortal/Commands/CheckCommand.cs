using BookingPortal.Core.Data.Checks;
using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>Verifies every invariant in the database; the portal may run meanwhile.</summary>
internal sealed class CheckCommand : ICommand
{
    public string Name => "check";

    public string Usage => "check";

    public string Summary => "verifies every invariant in the database; exit 1 if one is broken";

    public IReadOnlyList<string> Options => [];

    public async Task<int> RunAsync(Arguments arguments)
    {
        arguments.AllowWords(0);
        await using WebApplication app = CommandHost.Build(arguments);
        await app.NeedDatabaseAsync();
        CheckPortal.Report report = await Database.ExplainAsync(
            app.Configuration, () => app.Services.GetRequiredService<CheckPortal>().RunAsync());
        foreach (Finding finding in report.Findings)
        {
            await Console.Out.WriteLineAsync(finding.ToString());
        }

        await Console.Out.WriteLineAsync(report.ToString());
        return report.Violations == 0 ? 0 : 1;
    }
}
