using System.Collections.Frozen;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>The portal's own words in one language: a template for each kind of message, and the labels of its facts.</summary>
public sealed class WordBook
{
    private static readonly FrozenDictionary<string, WordBook> All =
        new[] { "en", "pt", "de" }.Select(Load).ToFrozenDictionary(book => book.Language, StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, string> _labels;
    private readonly FrozenDictionary<NoticeKind, DefaultTemplate> _templates;

    private WordBook(string language, Dictionary<string, string> labels, Dictionary<NoticeKind, DefaultTemplate> templates)
    {
        Language = language;
        _labels = labels.ToFrozenDictionary(StringComparer.Ordinal);
        _templates = templates.ToFrozenDictionary();
        Culture = CultureInfo.GetCultureInfo(this["culture"]);
    }

    public static IReadOnlyList<string> Languages { get; } = ["en", "pt", "de"];

    /// <summary>Such as <c>pt</c>.</summary>
    public string Language { get; }

    public CultureInfo Culture { get; }

    /// <exception cref="KeyNotFoundException">The file of this language lacks it, which a test would have found.</exception>
    public string this[string label] => _labels[label];

    public DefaultTemplate TemplateOf(NoticeKind kind) => _templates[kind];

    /// <summary>The language of a BCP 47 tag such as <c>pt-BR</c>; English where the portal does not know it.</summary>
    public static WordBook Of(string? locale) => All.GetValueOrDefault((locale ?? "").Split('-')[0]) ?? All["en"];

    private static WordBook Load(string language)
    {
        string name = $"BookingPortal.Core.Notifications.Wording.words.{language}.txt";
        using Stream stream = typeof(WordBook).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of this build.");
        using var reader = new StreamReader(stream);
        return Read(language, reader.ReadToEnd());
    }

    private static WordBook Read(string language, string text)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var templates = new Dictionary<NoticeKind, DefaultTemplate>();
        foreach (string part in text.ReplaceLineEndings("\n").Split("\n== ").Skip(1))
        {
            string[] lines = part.Split('\n');
            if (lines[0] == "words")
            {
                foreach (string[] pair in lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(" = ", 2)))
                {
                    labels.Add(pair[0], pair[1]);
                }

                continue;
            }

            NoticeKind kind = NoticeKinds.Find(lines[0]) ?? throw new InvalidOperationException($"words.{language}.txt: there is no kind {lines[0]}.");
            templates.Add(kind, new DefaultTemplate(lines[1], string.Join('\n', lines.Skip(2)).Trim('\n')));
        }

        return new WordBook(language, labels, templates);
    }
}

/// <summary>The words of one kind of message as the portal brings them.</summary>
public sealed record DefaultTemplate(string Subject, string Body);

/// <summary>A language as one reader writes dates, times and money in it.</summary>
public sealed class NoticeLanguage
{
    private readonly LocalDatePattern _date;
    private readonly LocalDatePattern _shortDate;
    private readonly LocalTimePattern _time;

    private NoticeLanguage(WordBook words, CultureInfo culture)
    {
        (Words, Culture) = (words, culture);

        // Americans write the month first and count to twelve.
        bool isAmerican = culture.Name == "en-US";
        _date = LocalDatePattern.Create(isAmerican ? "dddd, MMMM d, uuuu" : words["date"], culture);
        _shortDate = LocalDatePattern.Create(isAmerican ? "ddd, MMM d" : words["shortDate"], culture);
        _time = LocalTimePattern.Create(isAmerican ? "h:mm tt" : words["time"], culture);
    }

    public WordBook Words { get; }

    public CultureInfo Culture { get; }

    /// <summary>Of a BCP 47 tag: the words in its language, dates and money in the habits of its country.</summary>
    public static NoticeLanguage Of(string? locale)
    {
        var words = WordBook.Of(locale);
        bool isKnown = locale is not null && locale.StartsWith(words.Language, StringComparison.OrdinalIgnoreCase) && locale.Contains('-', StringComparison.Ordinal);
        CultureInfo? exact = isKnown
            ? CultureInfo.GetCultures(CultureTypes.SpecificCultures).FirstOrDefault(culture => culture.Name.Equals(locale, StringComparison.OrdinalIgnoreCase))
            : null;
        return new NoticeLanguage(words, exact ?? words.Culture);
    }

    public string Date(LocalDate date) => _date.Format(date);

    /// <summary>Without the year.</summary>
    public string ShortDate(LocalDate date) => _shortDate.Format(date);

    public string Time(LocalTime time) => _time.Format(time);
}
