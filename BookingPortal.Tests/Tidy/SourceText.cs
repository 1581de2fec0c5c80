namespace BookingPortal.Tests.Tidy;

/// <summary>Tells code from comments and literals, well enough for checks that look for words.</summary>
internal static class SourceText
{
    public static (string Code, string Comments) Split(string text)
    {
        var code = text.ToCharArray();
        var comments = text.ToCharArray();
        int at = 0;
        while (at < text.Length)
        {
            int end = EndOfComment(text, at);
            if (end > at)
            {
                Blank(code, at, end);
                at = end;
                continue;
            }

            end = EndOfLiteral(text, at);
            if (end > at)
            {
                Blank(code, at, end);
                Blank(comments, at, end);
                at = end;
                continue;
            }

            Blank(comments, at, at + 1);
            at++;
        }

        return (new string(code), new string(comments));
    }

    /// <summary>Markup is full of lone quotes, so there only Razor's and HTML's comments are told apart.</summary>
    public static (string Code, string Comments) SplitRazor(string text)
    {
        var code = text.ToCharArray();
        var comments = text.ToCharArray();
        int at = 0;
        while (at < text.Length)
        {
            int end = EndOfBlock(text, at, "@*", "*@");
            end = end > at ? end : EndOfBlock(text, at, "<!--", "-->");
            if (end > at)
            {
                Blank(code, at, end);
                at = end;
                continue;
            }

            Blank(comments, at, at + 1);
            at++;
        }

        return (new string(code), new string(comments));
    }

    private static int EndOfComment(string text, int at)
    {
        if (StartsWith(text, at, "//"))
        {
            int end = text.IndexOf('\n', at);
            return end < 0 ? text.Length : end;
        }

        return EndOfBlock(text, at, "/*", "*/");
    }

    private static int EndOfLiteral(string text, int at)
    {
        if (text[at] == '\'')
        {
            return EndOfQuoted(text, at + 1, '\'');
        }

        int start = at;
        bool verbatim = false;
        while (start < text.Length && text[start] is '$' or '@')
        {
            verbatim |= text[start] == '@';
            start++;
        }

        if (start >= text.Length || text[start] != '"')
        {
            return at;
        }

        int quotes = 0;
        while (start + quotes < text.Length && text[start + quotes] == '"')
        {
            quotes++;
        }

        if (quotes >= 3)
        {
            int end = text.IndexOf(new string('"', quotes), start + quotes, StringComparison.Ordinal);
            return end < 0 ? text.Length : end + quotes;
        }

        return verbatim ? EndOfVerbatim(text, start + 1) : EndOfQuoted(text, start + 1, '"');
    }

    private static int EndOfQuoted(string text, int at, char quote)
    {
        while (at < text.Length && text[at] != quote && text[at] != '\n')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int EndOfVerbatim(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] == '"')
            {
                if (at + 1 >= text.Length || text[at + 1] != '"')
                {
                    return at + 1;
                }

                at++;
            }

            at++;
        }

        return text.Length;
    }

    private static int EndOfBlock(string text, int at, string open, string close)
    {
        if (!StartsWith(text, at, open))
        {
            return at;
        }

        int end = text.IndexOf(close, at + open.Length, StringComparison.Ordinal);
        return end < 0 ? text.Length : end + close.Length;
    }

    private static bool StartsWith(string text, int at, string word) => string.CompareOrdinal(text, at, word, 0, word.Length) == 0;

    private static void Blank(char[] text, int from, int to)
    {
        for (int at = from; at < to && at < text.Length; at++)
        {
            if (text[at] != '\n')
            {
                text[at] = ' ';
            }
        }
    }
}
