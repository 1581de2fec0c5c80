namespace BookingPortal.Commands;

/// <summary>What stands behind a command: plain words, its own options, and settings of the portal.</summary>
/// <param name="Words">In their order.</param>
/// <param name="Options">By their names without dashes.</param>
/// <param name="Settings">Options with a colon, such as <c>--Data:Path=/x</c>, as the configuration reads them.</param>
internal sealed record Arguments(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Options, string[] Settings)
{
    /// <summary>Settings that have no colon in their names.</summary>
    private static readonly string[] PlainSettings = ["environment", "contentRoot", "urls"];

    /// <exception cref="MisusedCommand">An option that nobody knows, or one without its value.</exception>
    public static Arguments Read(IReadOnlyList<string> args, IReadOnlyList<string> known)
    {
        var words = new List<string>();
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new List<string>();
        for (int i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[i]);
                continue;
            }

            string[] parts = args[i][2..].Split('=', 2);
            string value = parts.Length == 2 ? parts[1]
                : i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i]
                : throw new MisusedCommand($"--{parts[0]} needs a value.");
            if (known.Contains(parts[0], StringComparer.Ordinal))
            {
                options[parts[0]] = value;
            }
            else if (parts[0].Contains(':', StringComparison.Ordinal) || PlainSettings.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
            {
                settings.Add($"--{parts[0]}={value}");
            }
            else
            {
                throw new MisusedCommand($"there is no option --{parts[0]}.");
            }
        }

        return new Arguments(words, options, [.. settings]);
    }

    /// <exception cref="MisusedCommand">It is not there.</exception>
    public string Need(string option) =>
        Options.TryGetValue(option, out string? value) && value.Trim().Length > 0 ? value.Trim() : throw new MisusedCommand($"--{option} is missing.");

    /// <exception cref="MisusedCommand">Words that the command has no use for.</exception>
    public void AllowWords(int most)
    {
        if (Words.Count > most)
        {
            throw new MisusedCommand($"\"{Words[most]}\" is one word too many.");
        }
    }
}
