using System.Globalization;
using System.Text;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>
/// How long an SMS is where it costs: in segments of 160 characters of the GSM alphabet (3GPP TS 23.038), of 70 where one
/// character is not among them, and a little fewer where it takes several.
/// </summary>
public static class SmsText
{
    /// <summary>More are a letter, and are paid for as such.</summary>
    public const int MostSegments = 2;

    /// <summary>Of a name, so that the link behind it still fits.</summary>
    private const int LongestName = 30;

    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /// <summary>These take the room of two.</summary>
    private const string Extended = "^{}\\[~]|€\f";

    public static int Segments(string text)
    {
        bool isGsm = text.All(IsGsm);
        int length = isGsm ? text.Length + text.Count(letter => Extended.Contains(letter, StringComparison.Ordinal)) : text.Length;
        (int alone, int each) = isGsm ? (160, 153) : (70, 67);
        return length == 0 ? 0 : length <= alone ? 1 : (length + each - 1) / each;
    }

    /// <summary>As it was written where that fits; else without the accents that would make it twice as long.</summary>
    public static string Fit(string text)
    {
        if (Segments(text) <= MostSegments)
        {
            return text;
        }

        string plain = Plain(text);
        return Segments(plain) < Segments(text) ? plain : text;
    }

    /// <summary>A name that fits, cut between words where that leaves enough of it.</summary>
    public static string Short(string name)
    {
        if (name.Length <= LongestName)
        {
            return name;
        }

        int end = char.IsHighSurrogate(name[LongestName - 2]) ? LongestName - 2 : LongestName - 1;
        int space = name.LastIndexOf(' ', end);
        return $"{name[..(space > LongestName / 2 ? space : end)].TrimEnd()}.";
    }

    private static bool IsGsm(char letter) => Basic.Contains(letter, StringComparison.Ordinal) || Extended.Contains(letter, StringComparison.Ordinal);

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char letter in text)
        {
            plain.Append(IsGsm(letter) ? letter.ToString() : Without(letter));
        }

        return plain.ToString();
    }

    private static string Without(char letter)
    {
        switch (letter)
        {
            case '‘' or '’': return "'";
            case '“' or '”' or '„' or '«' or '»': return "\"";
            case '–' or '—': return "-";
            case '…': return "...";
        }

        if (char.IsSurrogate(letter))
        {
            return letter.ToString(); // half of a character has no form without accents
        }

        string bare = string.Concat(letter.ToString().Normalize(NormalizationForm.FormD).Where(each => CharUnicodeInfo.GetUnicodeCategory(each) != UnicodeCategory.NonSpacingMark));
        return bare.Length > 0 && bare.All(IsGsm) ? bare : letter.ToString();
    }
}
