using System.Globalization;
using System.Text.Json;

namespace BookingPortal.Bench;

/// <summary>The times that many calls took, as one row of a table and one line of JSON.</summary>
internal sealed class Measurement
{
    private readonly string _name;
    private readonly double[] _sortedMs;
    private readonly double _elapsedSeconds;
    private readonly Dictionary<string, object> _more;

    /// <param name="elapsedSeconds">How long all calls took together; less than their sum where several ran at once.</param>
    /// <param name="more">What else this benchmark counts, by its name in the JSON.</param>
    public Measurement(string name, IEnumerable<double> milliseconds, double elapsedSeconds, Dictionary<string, object>? more = null)
    {
        _name = name;
        _sortedMs = [.. milliseconds.Order()];
        _elapsedSeconds = elapsedSeconds;
        _more = more ?? [];
    }

    public double Percentile(double percent) =>
        _sortedMs.Length == 0 ? 0 : _sortedMs[Math.Min(_sortedMs.Length - 1, (int)(_sortedMs.Length * percent / 100))];

    public static void Print(IReadOnlyList<Measurement> measurements)
    {
        Console.WriteLine($"{"",-34} {"calls",9} {"p50 ms",10} {"p95 ms",10} {"p99 ms",10} {"per second",12}");
        foreach (var row in measurements)
        {
            var figures = string.Create(
                CultureInfo.InvariantCulture,
                $"{row._sortedMs.Length,9} {row.Percentile(50),10:0.0000} {row.Percentile(95),10:0.0000} {row.Percentile(99),10:0.0000} {row.PerSecond,12:0.0}");
            Console.WriteLine($"{row._name,-34} {figures}  {string.Join(", ", row._more.Select(pair => $"{pair.Key} {pair.Value}"))}");
        }

        foreach (var row in measurements)
        {
            Console.WriteLine(row.ToJson());
        }
    }

    /// <summary>The same as Markdown; what one row counts and another does not stays empty there.</summary>
    public static void PrintMarkdown(IReadOnlyList<Measurement> measurements)
    {
        string[] counted = [.. measurements.SelectMany(row => row._more.Keys).Distinct()];
        Console.WriteLine($"| | calls | p50 ms | p95 ms | a second | {string.Join(" | ", counted)} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", 4 + counted.Length))}");
        foreach (var row in measurements)
        {
            var more = counted.Select(name => string.Create(CultureInfo.InvariantCulture, $"{row._more.GetValueOrDefault(name)}"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row._name} | {row._sortedMs.Length} | {row.Percentile(50):0.000} | {row.Percentile(95):0.000} | {row.PerSecond:0} | {string.Join(" | ", more)} |"));
        }

        foreach (var row in measurements)
        {
            Console.WriteLine(row.ToJson());
        }
    }

    private double PerSecond => _elapsedSeconds > 0 ? _sortedMs.Length / _elapsedSeconds : 0;

    private string ToJson()
    {
        var line = new Dictionary<string, object>
        {
            ["name"] = _name,
            ["calls"] = _sortedMs.Length,
            ["p50Ms"] = Math.Round(Percentile(50), 4),
            ["p95Ms"] = Math.Round(Percentile(95), 4),
            ["p99Ms"] = Math.Round(Percentile(99), 4),
            ["perSecond"] = Math.Round(PerSecond, 1),
        };
        foreach (var (key, value) in _more)
        {
            line[key] = value;
        }

        return JsonSerializer.Serialize(line);
    }
}
