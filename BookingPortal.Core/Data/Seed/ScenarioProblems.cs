namespace BookingPortal.Core.Data.Seed;

/// <summary>What is wrong with a scenario file, each with its place in the file, such as <c>services[2].requires[0].anyof</c>.</summary>
public sealed class ScenarioProblems
{
    /// <summary>A file with one mistake in each of 100,000 bookings needs no 100,000 lines.</summary>
    private const int Most = 50;

    private readonly List<(string Place, string Text)> _found = [];

    private int _unknown;

    public int Count { get; private set; }

    public bool Any => Count > 0;

    public void Add(string place, string text)
    {
        Count++;
        if (_found.Count < Most)
        {
            _found.Add((place, text));
        }
    }

    /// <summary>A member that nobody knows is told before all else: what seems to be missing is often only misspelled.</summary>
    public void AddUnknown(string place, string text)
    {
        Count++;
        if (_unknown < Most)
        {
            _found.Insert(_unknown++, (place, text));
        }
    }

    /// <summary>The first problem in one line, and how many more there are.</summary>
    public (string Place, string Text) Summary()
    {
        (string place, string text) = _found[0];
        return Count == 1 ? (place, text) : (place, $"{text} ({Count - 1} more {(Count == 2 ? "problem" : "problems")} in this file)");
    }

    public IEnumerable<string> Lines => _found.Select(problem => problem.Place.Length == 0 ? problem.Text : $"{problem.Place}: {problem.Text}");
}
