using System.Globalization;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;
using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>Chooses for which share of new bookings a new plan of the saga is used; a running portal follows with the next booking.</summary>
internal sealed class RolloutCommand : ICommand
{
    public string Name => "rollout";

    public string Usage => "rollout --new <version> --old <version> --percent <0-100>";

    public string Summary => "uses the new plan for this share of new bookings; 0 is the way back, and needs no restart";

    public IReadOnlyList<string> Options => ["new", "old", "percent"];

    public async Task<int> RunAsync(Arguments arguments)
    {
        arguments.AllowWords(0);
        var request = new SetSagaRollout.Request(Number(arguments, "new"), Number(arguments, "old"), Number(arguments, "percent"));
        await using WebApplication app = CommandHost.Build(arguments);
        await app.MakeDatabaseAsync();
        SagaRollout rollout = CommandHost.Accepted(await Database.ExplainAsync(
            app.Configuration, () => app.Services.GetRequiredService<SetSagaRollout>().RunAsync(request)));
        await Console.Out.WriteLineAsync($"{rollout.Percentage} per cent of new bookings begin with version {rollout.NewVersion} of the plan, the others with {rollout.OldVersion}");
        return 0;
    }

    private static int Number(Arguments arguments, string option) =>
        int.TryParse(arguments.Need(option), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new MisusedCommand($"--{option} is a whole number.");
}
