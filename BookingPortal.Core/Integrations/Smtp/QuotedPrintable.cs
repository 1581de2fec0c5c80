using System.Globalization;
using System.Text;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>RFC 2045, 6.7: text in any language as short lines of ASCII, still readable where it was ASCII before.</summary>
internal static class QuotedPrintable
{
    private const int LongestLine = 76;

    public static string Encode(string text)
    {
        var lines = new StringBuilder(text.Length + 64);
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            AppendLine(lines, line);
            lines.Append("\r\n");
        }

        return lines.ToString();
    }

    private static void AppendLine(StringBuilder lines, string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        int column = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            bool isLast = i == bytes.Length - 1;
            string piece = Piece(bytes[i], isLast);

            // One column stays free for the soft line break's "=".
            if (column + piece.Length > (isLast ? LongestLine : LongestLine - 1))
            {
                lines.Append("=\r\n");
                column = 0;
            }

            lines.Append(piece);
            column += piece.Length;
        }
    }

    private static string Piece(byte octet, bool endsLine) => octet switch
    {
        (byte)' ' or (byte)'\t' when endsLine => Escape(octet), // white space at the end of a line does not survive the way
        (byte)' ' or (byte)'\t' => ((char)octet).ToString(),
        (byte)'=' => Escape(octet),
        >= 33 and <= 126 => ((char)octet).ToString(),
        _ => Escape(octet),
    };

    private static string Escape(byte octet) => string.Create(CultureInfo.InvariantCulture, $"={octet:X2}");
}
