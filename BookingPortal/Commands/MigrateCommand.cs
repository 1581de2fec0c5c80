using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>Brings the database to this version, as the portal itself does when it starts.</summary>
internal sealed class MigrateCommand : ICommand
{
    public string Name => "migrate";

    public string Usage => "migrate";

    public string Summary => "creates the database, or brings it to this version";

    public IReadOnlyList<string> Options => [];

    public async Task<int> RunAsync(Arguments arguments)
    {
        arguments.AllowWords(0);
        await using WebApplication app = CommandHost.Build(arguments);
        IReadOnlyList<string> applied = await app.MakeDatabaseAsync();
        await Console.Out.WriteLineAsync(applied.Count == 0
            ? $"{Database.PlaceOf(app.Configuration)} is up to date."
            : $"{Database.PlaceOf(app.Configuration)}: applied {string.Join(", ", applied)}.");
        return 0;
    }
}
