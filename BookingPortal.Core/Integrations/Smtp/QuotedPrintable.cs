using System.Text;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>RFC 2045, 6.7: text in any language as short lines of ASCII, still readable where it was ASCII before.</summary>
internal static class QuotedPrintable
{
    private const int LongestLine = 76;

    private const string HexDigits = "0123456789ABCDEF";

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
            bool isPlain = IsPlain(bytes[i], isLast);
            int width = isPlain ? 1 : 3;

            // One column stays free for the soft line break's "=".
            if (column + width > (isLast ? LongestLine : LongestLine - 1))
            {
                lines.Append("=\r\n");
                column = 0;
            }

            if (isPlain)
            {
                lines.Append((char)bytes[i]);
            }
            else
            {
                lines.Append('=').Append(HexDigits[bytes[i] >> 4]).Append(HexDigits[bytes[i] & 15]);
            }

            column += width;
        }
    }

    /// <summary>White space at the end of a line does not survive the way.</summary>
    private static bool IsPlain(byte octet, bool endsLine) => octet switch
    {
        (byte)' ' or (byte)'\t' => !endsLine,
        (byte)'=' => false,
        _ => octet is >= 33 and <= 126,
    };
}
