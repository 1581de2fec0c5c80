using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>Makes an API key and prints it, once.</summary>
internal sealed class CreateKeyCommand : ICommand
{
    public string Name => "create-key";

    public string Usage => $"create-key --name <who> --scopes {string.Join(',', ApiScopes.All)} [--site <slug>,…]";

    public string Summary => "makes an API key with some of these scopes and prints it once; --site binds an agent's key to its sites";

    public IReadOnlyList<string> Options => ["name", "scopes", "site"];

    public async Task<int> RunAsync(Arguments arguments)
    {
        arguments.AllowWords(0);
        var request = new CreateApiKey.Request(
            arguments.Need("name"),
            Words(arguments.Need("scopes")),
            arguments.Options.GetValueOrDefault("site") is { } sites ? Words(sites) : null);
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
        string bound = request.Sites is { Count: > 0 } named ? $", for {string.Join(", ", named)} alone" : "";
        await Console.Error.WriteLineAsync($"Key for {created.Key.Name} with {string.Join(", ", created.Key.Scopes)}{bound}; it is shown only now:");
        await Console.Out.WriteLineAsync(created.Shown);
        return 0;
    }

    private static string[] Words(string list) => list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
