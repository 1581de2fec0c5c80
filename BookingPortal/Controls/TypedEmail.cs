namespace BookingPortal.Controls;

/// <summary>
/// An email address as somebody typed it into one of our pages. The standards allow more than anybody has: <c>eva@mail</c> is
/// an address, and here it is a slip that would cost a customer their confirmation. Other systems are asked for no more than
/// the standard does, because they do not type.
/// </summary>
internal static class TypedEmail
{
    private const int ShortestEnding = 2;

    /// <summary>What to do about it; null where it can be an address, or is empty, which is for others to judge.</summary>
    public static string? Slip(string? typed)
    {
        string email = typed?.Trim() ?? "";
        string[] halves = email.Split('@');
        return (email, halves) switch
        {
            ({ Length: 0 }, _) => null,
            _ when email.Any(char.IsWhiteSpace) => "There is a space in this email address. Please take it out.",
            _ when email.Contains(',', StringComparison.Ordinal) => "There is a comma in this email address. Should it be a dot?",
            (_, { Length: 1 }) => "An @ is missing in this email address. It should read like name@example.com.",
            (_, not { Length: 2 }) => "There is more than one @ in this email address. It should read like name@example.com.",
            (_, [var name, _]) when name.Length == 0 => "Something is missing before the @ of this email address. It should read like name@example.com.",
            (_, [_, var host]) when !host.Trim('.').Contains('.', StringComparison.Ordinal) =>
                "This email address looks unfinished: after the @ there should be something like example.com.",
            (_, [var name, var host]) when IsPlain(name) && IsHost(host) => null,
            _ => "This does not look like an email address. It should read like name@example.com.",
        };
    }

    private static bool IsPlain(string name) => name[0] != '.' && name[^1] != '.' && !name.Contains("..", StringComparison.Ordinal);

    private static bool IsHost(string host)
    {
        string[] labels = host.Split('.');
        return labels.All(IsLabel) && labels[^1].Length >= ShortestEnding && !labels[^1].All(char.IsAsciiDigit);
    }

    // Letters of any script: names of the internet are written in all of them.
    private static bool IsLabel(string label) =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-'
        && label.All(sign => char.IsLetterOrDigit(sign) || sign == '-' || char.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark);
}
