using System.Text;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>The head of a mail: folded (RFC 5322, 2.2.3), other than ASCII as encoded words (RFC 2047), and no value can begin a line of its own.</summary>
internal sealed class MimeHeaders
{
    private const int LongestLine = 76;

    /// <summary>A line with an encoded word has at most 76 characters; "Subject: ", "=?utf-8?B?" and "?=" are 21 of them, and base64 makes four of three bytes.</summary>
    private const int BytesPerWord = 39;

    private readonly StringBuilder _text = new();

    /// <summary>A value with nothing in it that a person wrote.</summary>
    public void Add(string name, string value) => Fold($"{name}: {Plain(value)}".Split(' '));

    /// <summary>Free text.</summary>
    public void AddText(string name, string text) => Fold([$"{name}:", .. Words(text)]);

    public void AddAddress(string name, MailboxAddress address) =>
        Fold([$"{name}:", .. address.Name is { } display ? Phrase(display) : [], $"<{address.Text}>"]);

    public override string ToString() => _text.ToString();

    /// <summary>A name before an address: quoted where it is ASCII, encoded where it is not.</summary>
    private static List<string> Phrase(string name)
    {
        string plain = Plain(name);
        return IsAscii(plain)
            ? [$"\"{plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""]
            : Encoded(plain);
    }

    private static IEnumerable<string> Words(string text)
    {
        string plain = Plain(text);

        // What looks like an encoded word, or is too long to fold, is encoded too.
        return IsAscii(plain) && !plain.Contains("=?", StringComparison.Ordinal) && plain.Split(' ').All(word => word.Length < LongestLine)
            ? plain.Split(' ')
            : Encoded(plain);
    }

    private static List<string> Encoded(string text)
    {
        var words = new List<string>();
        var piece = new StringBuilder();
        int bytes = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > BytesPerWord)
            {
                words.Add(Word(piece.ToString()));
                piece.Clear();
                bytes = 0;
            }

            piece.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }

        if (piece.Length > 0)
        {
            words.Add(Word(piece.ToString()));
        }

        return words;
    }

    private static string Word(string piece) => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(piece))}?=";

    /// <summary>Line breaks and other control characters become blanks: whatever a customer calls themselves stays within its line.</summary>
    private static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter)).Trim();

    private static bool IsAscii(string text) => text.All(char.IsAscii);

    private void Fold(IEnumerable<string> words)
    {
        int column = 0;
        int count = 0;
        foreach (string word in words)
        {
            // The first word stays beside the name: some programs take a line with a name alone for an empty value.
            bool mayFold = ++count > 2 && word.Length > 0;
            if (column == 0)
            {
                _text.Append(word);
                column = word.Length;
            }
            else if (mayFold && column + 1 + word.Length > LongestLine)
            {
                _text.Append("\r\n ").Append(word);
                column = 1 + word.Length;
            }
            else
            {
                _text.Append(' ').Append(word);
                column += 1 + word.Length;
            }
        }

        _text.Append("\r\n");
    }
}
