using System.Text.Json;

namespace BookingPortal.Core.Data.Seed;

/// <summary>
/// One object of a scenario file, read member by member. It knows its place in the file, remembers what was asked for,
/// and names what nobody asked for.
/// </summary>
internal sealed class JsonEntry
{
    private readonly JsonElement _object;
    private readonly ScenarioProblems _problems;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public JsonEntry(JsonElement element, string place, ScenarioProblems problems)
    {
        Place = place;
        _problems = problems;
        if (element.ValueKind == JsonValueKind.Object)
        {
            _object = element;
        }
        else
        {
            problems.Add(place, $"an object is expected here, not {KindOf(element)}");
        }
    }

    public string Place { get; }

    public static string KindOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => TextOf(element) is { } text ? $"\"{text}\"" : element.GetRawText(),
        JsonValueKind.Null => "null",
        _ => element.GetRawText(),
    };

    /// <summary>The text of a string; null where it has half of a character, which JSON can write and Unicode does not have.</summary>
    public static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public void Problem(string member, string text) => _problems.Add(PlaceOf(member), text);

    public string PlaceOf(string member) => Place.Length == 0 ? member : $"{Place}.{member}";

    /// <summary>The member, unless it is absent or null.</summary>
    public JsonElement? Find(string member)
    {
        _asked.Add(member);
        return _object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(member, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
    }

    /// <summary>The member; its absence is a problem.</summary>
    public JsonElement? Need(string member)
    {
        JsonElement? value = Find(member);
        if (value is null && _object.ValueKind == JsonValueKind.Object)
        {
            _problems.Add(Place, $"\"{member}\" is missing");
        }

        return value;
    }

    /// <summary>The entries of a list, none where it is absent.</summary>
    public IEnumerable<(JsonElement Value, string Place)> List(string member, bool isNeeded = false)
    {
        if ((isNeeded ? Need(member) : Find(member)) is not { } list)
        {
            yield break;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            Problem(member, $"a list is expected here, not {KindOf(list)}");
            yield break;
        }

        int index = 0;
        foreach (JsonElement value in list.EnumerateArray())
        {
            yield return (value, $"{PlaceOf(member)}[{index++}]");
        }
    }

    public JsonEntry? Entry(string member) => Find(member) is { } value ? new JsonEntry(value, PlaceOf(member), _problems) : null;

    public IReadOnlyList<T> Entries<T>(string member, Func<JsonEntry, T> read, bool isNeeded = false)
    {
        var entries = new List<T>();
        foreach ((JsonElement value, string place) in List(member, isNeeded))
        {
            var entry = new JsonEntry(value, place, _problems);
            entries.Add(read(entry));
            entry.Done();
        }

        return entries;
    }

    /// <summary>Everything was asked for: what is left in the object is unknown.</summary>
    public void Done()
    {
        if (_object.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty member in _object.EnumerateObject())
        {
            if (!_asked.Contains(member.Name))
            {
                _problems.AddUnknown(PlaceOf(member.Name), $"unknown member \"{member.Name}\"{Nearest.Hint(member.Name, _asked)}");
            }
        }
    }
}
