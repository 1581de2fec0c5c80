using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>Makes an API key and prints it, once.</summary>
internal sealed class CreateKeyCommand : ICommand
{
    public string Name => "create-key";

    public string Usage => $"create-key --name <who> --scopes {string.Join(',', ApiScopes.All)}";

    public string Summary => "makes an API key with some of these scopes and prints it once";

    public IReadOnlyList<string> Options => ["name", "scopes"];

    public async Task<int> RunAsync(Arguments arguments)
    {
        arguments.AllowWords(0);
        var request = new CreateApiKey.Request(
            arguments.Need("name"),
            arguments.Need("scopes").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (request.Scopes.FirstOrDefault(scope => !ApiScopes.All.Contains(scope)) is { } unknown)
        {
            throw new MisusedCommand($"there is no scope \"{unknown}\".");
        }

        await using WebApplication app = CommandHost.Build(arguments);
        await app.MakeDatabaseAsync();
        Outcome<CreateApiKey.Created> outcome = await Database.ExplainAsync(
            app.Configuration, () => app.Services.GetRequiredService<CreateApiKey>().RunAsync(request));
        CreateApiKey.Created created = CommandHost.Accepted(outcome);

        // The key alone on its stream, so that a script can take it; the words for people go beside it.
        await Console.Error.WriteLineAsync($"Key for {created.Key.Name} with {string.Join(", ", created.Key.Scopes)}; it is shown only now:");
        await Console.Out.WriteLineAsync(created.Shown);
        return 0;
    }
}
