using System.Text;

namespace BookingPortal.Core.Notifications;

/// <summary>Content lines of iCalendar: escaped, folded at 75 octets, each ended by CRLF (RFC 5545, 3.1).</summary>
public sealed class CalendarLines
{
    private const int MostOctets = 75;

    private readonly StringBuilder _text = new();

    /// <summary>A value that is no free text: dates, names, numbers, addresses.</summary>
    public void Add(string name, string value) => Fold($"{name}:{value}");

    /// <summary>Free text, escaped (RFC 5545, 3.3.11); nothing is written where there is none.</summary>
    public void AddText(string name, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            Fold($"{name}:{Escape(text)}");
        }
    }

    /// <summary>A person's name as a quoted parameter, in which nothing can be escaped (RFC 5545, 3.2), and the address.</summary>
    public void AddPerson(string name, CalendarPerson person)
    {
        string display = string.Concat(person.Name.Select(letter => letter == '"' ? '\'' : char.IsControl(letter) ? ' ' : letter));
        string address = string.Concat(person.Email.Where(letter => !char.IsControl(letter) && !char.IsWhiteSpace(letter)));
        Fold($"{name};CN=\"{display}\":mailto:{address}");
    }

    public override string ToString() => _text.ToString();

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (char letter in text.ReplaceLineEndings("\n"))
        {
            switch (letter)
            {
                case '\\' or ';' or ',':
                    escaped.Append('\\').Append(letter);
                    break;
                case '\n':
                    escaped.Append("\\n");
                    break;
                case < ' ' or '\x7f':
                    // Other control characters are not allowed in a content line at all.
                    escaped.Append(' ');
                    break;
                default:
                    escaped.Append(letter);
                    break;
            }
        }

        return escaped.ToString();
    }

    /// <summary>A fold never cuts through a character, and the space that begins a folded line counts among its octets.</summary>
    private void Fold(string line)
    {
        int octets = 0;
        foreach (Rune rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                _text.Append("\r\n ");
                octets = 1;
            }

            _text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        _text.Append("\r\n");
    }
}
