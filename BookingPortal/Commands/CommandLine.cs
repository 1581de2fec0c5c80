using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>The commands of the executable beside running the portal; the whole list is here.</summary>
internal static class CommandLine
{
    private const int Misused = 2;

    private static readonly ICommand[] Commands =
    [
        new ImportCommand(),
        new ExportCommand(),
        new MigrateCommand(),
        new CheckCommand(),
        new CreateUserCommand(),
        new CreateKeyCommand(),
        new RolloutCommand(),
        new CreateFeedCommand(),
        new RevokeFeedCommand(),
    ];

    /// <summary>Whether these arguments are a command: options alone mean that the portal is to run.</summary>
    public static bool Asks(string[] args) => args.Length > 0 && (IsHelp(args[0]) || !args[0].StartsWith('-'));

    /// <returns>The exit code: 0 when it was done.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Any(IsHelp))
        {
            await Console.Out.WriteLineAsync(Help());
            return 0;
        }

        ICommand? command = Commands.FirstOrDefault(known => known.Name == args[0]);
        if (command is null)
        {
            await Console.Error.WriteLineAsync($"BookingPortal: there is no command \"{args[0]}\"; it knows {string.Join(", ", Commands.Select(known => known.Name))} (--help tells more).");
            return Misused;
        }

        try
        {
            return await command.RunAsync(Arguments.Read(args[1..], command.Options));
        }
        catch (MisusedCommand misused)
        {
            await Console.Error.WriteLineAsync($"BookingPortal {command.Name}: {misused.Message} Usage: {command.Usage}");
            return Misused;
        }
        catch (StartupProblem problem)
        {
            await Console.Error.WriteLineAsync($"BookingPortal {command.Name}: {StartupProblem.OneLine(problem.Message)}");
            return 1;
        }
    }

    private static bool IsHelp(string argument) => argument is "--help" or "-h" or "help";

    private static string Help()
    {
        return string.Join(Environment.NewLine,
        [
            "BookingPortal                runs the portal; --urls http://127.0.0.1:9000 says where",
            "",
            "Commands:",
            .. Commands.Select(command => $"  {command.Usage}{Environment.NewLine}      {command.Summary}"),
            "",
            "Settings of appsettings.json can be given to each of them: --Data:Path /var/lib/portal, or Data__Path in the environment.",
        ]);
    }
}

/// <summary>One command of the executable.</summary>
internal interface ICommand
{
    string Name { get; }

    string Usage { get; }

    string Summary { get; }

    /// <summary>The options it knows, without their dashes; each takes a value.</summary>
    IReadOnlyList<string> Options { get; }

    Task<int> RunAsync(Arguments arguments);
}

/// <summary>The command was given in a way that it does not understand.</summary>
internal sealed class MisusedCommand(string message) : Exception(message);
