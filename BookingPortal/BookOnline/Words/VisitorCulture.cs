using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace BookingPortal.BookOnline.Words;

/// <summary>How the visitor's browser says that its reader writes numbers and money.</summary>
public static class VisitorCulture
{
    private const int MostTags = 5;

    private static readonly CultureInfo Plain = CultureInfo.GetCultureInfo("en-IE");

    private static readonly Dictionary<string, CultureInfo> Known = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Where(culture => culture.Name.Length > 0)
        .GroupBy(culture => culture.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The first language asked for that is known; English with euros' habits where none is.</summary>
    public static CultureInfo Of(HttpContext? http) =>
        (http?.Request.Headers.AcceptLanguage ?? StringValues.Empty)
            .SelectMany(line => (line ?? "").Split(',', MostTags + 1))
            .Take(MostTags)
            .Select(tag => Find(tag.Split(';')[0].Trim()))
            .FirstOrDefault(culture => culture is not null) ?? Plain;

    private static CultureInfo? Find(string tag)
    {
        if (Known.TryGetValue(tag, out CultureInfo? exact))
        {
            return exact;
        }

        // "de" alone: the culture's own idea of its country.
        return tag.Length is 2 or 3 && tag.All(char.IsAsciiLetter) && CultureInfo.CreateSpecificCulture(tag) is { Name.Length: > 0 } guess
            && Known.TryGetValue(guess.Name, out CultureInfo? likely)
            ? likely
            : null;
    }
}
