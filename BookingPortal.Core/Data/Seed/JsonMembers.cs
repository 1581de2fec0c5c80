using System.Text.Json;
using BookingPortal.Core.Time;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Data.Seed;

/// <summary>The kinds of values that members of a scenario file have, each with the words for what is not one.</summary>
internal static class JsonMembers
{
    private const string HalfACharacter = "it has half of a character (a surrogate without the other one)";

    private static readonly LocalDateTimePattern[] LocalStarts =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss"),
    ];

    private static readonly OffsetDateTimePattern[] Instants =
    [
        OffsetDateTimePattern.Rfc3339,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>"),
    ];

    public static string? Text(this JsonEntry entry, string member, int most, bool isNeeded = false)
    {
        if ((isNeeded ? entry.Need(member) : entry.Find(member)) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            entry.Problem(member, $"text is expected here, not {JsonEntry.KindOf(value)}");
            return null;
        }

        if (JsonEntry.TextOf(value)?.Trim() is not { } text)
        {
            entry.Problem(member, HalfACharacter);
            return null;
        }

        if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
        {
            entry.Problem(member, "it has control characters");
        }
        else if (text.Length == 0 && isNeeded)
        {
            entry.Problem(member, "it is empty");
        }
        else if (text.Length > most)
        {
            entry.Problem(member, $"at most {most} characters fit, not {text.Length}");
        }

        return text.Length == 0 ? null : text;
    }

    public static string NeedText(this JsonEntry entry, string member, int most) => entry.Text(member, most, isNeeded: true) ?? "";

    /// <summary>A name for addresses and files: lower-case letters, digits and hyphens.</summary>
    public static string Slug(this JsonEntry entry, string member)
    {
        string slug = entry.NeedText(member, 60);
        if (slug.Length > 0 && !slug.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.'))
        {
            entry.Problem(member, $"\"{slug}\" is no slug: lower-case letters, digits and hyphens");
        }

        return slug;
    }

    public static IReadOnlyList<string> Slugs(this JsonEntry entry, string member, bool isNeeded = false)
    {
        var slugs = new List<string>();
        foreach ((JsonElement value, string place) in entry.List(member, isNeeded))
        {
            string indexed = member + place[place.LastIndexOf('[')..];
            if (value.ValueKind != JsonValueKind.String)
            {
                entry.Problem(indexed, $"a slug is expected here, not {JsonEntry.KindOf(value)}");
                continue;
            }

            if (JsonEntry.TextOf(value) is not { } slug)
            {
                entry.Problem(indexed, HalfACharacter);
                continue;
            }

            if (slugs.Contains(slug, StringComparer.Ordinal))
            {
                entry.Problem(indexed, $"\"{slug}\" stands there twice");
            }

            slugs.Add(slug);
        }

        if (isNeeded && slugs.Count == 0 && entry.Find(member) is { ValueKind: JsonValueKind.Array })
        {
            entry.Problem(member, "the list is empty");
        }

        return slugs;
    }

    public static int? Number(this JsonEntry entry, string member, int least, int most, bool isNeeded = false)
    {
        if ((isNeeded ? entry.Need(member) : entry.Find(member)) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int number))
        {
            entry.Problem(member, $"a whole number is expected here, not {JsonEntry.KindOf(value)}");
            return null;
        }

        if (number < least || number > most)
        {
            entry.Problem(member, $"{number} is out of range: {least} to {most}");
            return null;
        }

        return number;
    }

    public static bool Truth(this JsonEntry entry, string member)
    {
        if (entry.Find(member) is not { } value)
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            entry.Problem(member, $"true or false is expected here, not {JsonEntry.KindOf(value)}");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>One of a few words, which stand for the values of an enum.</summary>
    public static T? Word<T>(this JsonEntry entry, string member, IReadOnlyDictionary<string, T> words, bool isNeeded = false)
        where T : struct
    {
        if (entry.Text(member, 100, isNeeded) is not { } word)
        {
            return null;
        }

        if (words.TryGetValue(word, out T value))
        {
            return value;
        }

        entry.Problem(member, $"\"{word}\" is none of {string.Join(", ", words.Keys)}{Nearest.Hint(word, words.Keys)}");
        return null;
    }

    /// <summary>A list of such words.</summary>
    public static IReadOnlyList<T> Words<T>(this JsonEntry entry, string member, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        var found = new List<T>();
        foreach ((JsonElement value, string place) in entry.List(member))
        {
            string indexed = member + place[place.LastIndexOf('[')..];
            if (value.ValueKind != JsonValueKind.String)
            {
                entry.Problem(indexed, $"text is expected here, not {JsonEntry.KindOf(value)}");
            }
            else if (JsonEntry.TextOf(value) is { } word && words.TryGetValue(word, out T known))
            {
                found.Add(known);
            }
            else
            {
                string written = JsonEntry.TextOf(value) ?? "";
                entry.Problem(indexed, $"\"{written}\" is none of {string.Join(", ", words.Keys)}{Nearest.Hint(written, words.Keys)}");
            }
        }

        return found;
    }

    /// <summary>The members of an enum by their names, the first letter small: <c>appointment</c>.</summary>
    public static IReadOnlyDictionary<string, T> CamelCase<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);

    public static string? Zone(this JsonEntry entry, string member, bool isNeeded = false)
    {
        string? zone = entry.Text(member, 64, isNeeded);
        if (zone is not null && SiteTime.FindZone(zone) is null)
        {
            entry.Problem(member, $"the zone database has no zone \"{zone}\"{Nearest.Hint(zone, DateTimeZoneProviders.Tzdb.Ids)}");
            return null;
        }

        return zone;
    }

    public static LocalDate? Date(this JsonEntry entry, string member, bool isNeeded = false)
    {
        if (entry.Text(member, 40, isNeeded) is not { } text)
        {
            return null;
        }

        ParseResult<LocalDate> date = LocalDatePattern.Iso.Parse(text);
        if (!date.Success)
        {
            entry.Problem(member, $"\"{text}\" is no date like 2026-12-24");
            return null;
        }

        return date.Value;
    }

    /// <summary>Minutes since midnight.</summary>
    public static int? Minute(this JsonEntry entry, string member, bool isNeeded = false)
    {
        if (entry.Text(member, 40, isNeeded) is not { } text)
        {
            return null;
        }

        if (MinuteOfDay.TryParse(text, out int minute))
        {
            return minute;
        }

        entry.Problem(member, $"\"{text}\" is no time of the day like 09:30 (24:00 is the midnight at its end)");
        return null;
    }

    public static Instant? Instant(this JsonEntry entry, string member, bool isNeeded = false)
    {
        if (entry.Text(member, 60, isNeeded) is not { } text)
        {
            return null;
        }

        if (ParseExact(text) is not { } exact)
        {
            entry.Problem(member, $"\"{text}\" is no instant like 2026-12-01T10:00:00Z or 2026-12-01T10:00:00+01:00");
            return null;
        }

        return entry.IsOfOurTime(member, text, exact.Year) ? exact.ToInstant() : null;
    }

    /// <summary>With an offset an instant, without one a time on the site's clock.</summary>
    public static ScenarioStart Start(this JsonEntry entry, string member)
    {
        if (entry.Text(member, 60, isNeeded: true) is not { } text)
        {
            return default;
        }

        foreach (LocalDateTimePattern pattern in LocalStarts)
        {
            if (pattern.Parse(text) is { Success: true } local)
            {
                return entry.IsOfOurTime(member, text, local.Value.Year) ? new ScenarioStart(local.Value, null) : default;
            }
        }

        if (LocalDatePattern.Iso.Parse(text) is { Success: true } date)
        {
            return entry.IsOfOurTime(member, text, date.Value.Year) ? new ScenarioStart(null, null, date.Value) : default;
        }

        if (ParseExact(text) is not { } exact)
        {
            entry.Problem(member, $"\"{text}\" is no start like 2026-12-01T09:00 (on the site's clock) or 2026-12-01T09:00:00Z");
            return default;
        }

        return entry.IsOfOurTime(member, text, exact.Year) ? new ScenarioStart(null, exact.ToInstant()) : default;
    }

    private static bool IsOfOurTime(this JsonEntry entry, string member, string text, int year)
    {
        bool isOfOurTime = BookableYears.Contain(year);
        if (!isOfOurTime)
        {
            entry.Problem(member, $"\"{text}\" lies outside of the years {BookableYears.First} to {BookableYears.Last}");
        }

        return isOfOurTime;
    }

    private static OffsetDateTime? ParseExact(string text)
    {
        foreach (OffsetDateTimePattern pattern in Instants)
        {
            if (pattern.Parse(text) is { Success: true } exact)
            {
                return exact.Value;
            }
        }

        return null;
    }
}
