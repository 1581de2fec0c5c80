using System.Globalization;

namespace BookingPortal.Bench;

/// <summary>What stands behind a benchmark's name on the command line: pairs such as "--staff 10".</summary>
internal sealed class BenchArguments
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Reads the pairs; returns what is wrong with them, or null.</summary>
    public static string? Read(string[] args, out BenchArguments arguments)
    {
        arguments = new BenchArguments();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
            {
                return $"'{args[i]}' is no pair of an option and its value.";
            }

            arguments._values[args[i][2..]] = args[i + 1];
        }

        return null;
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Number(string name, int otherwise) =>
        _values.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
