namespace BookingPortal.Core.Integrations.Sms;

/// <summary>A number as gateways want it (E.164), from what a customer wrote.</summary>
internal static class PhoneNumber
{
    private const int FewestDigits = 7;
    private const int MostDigits = 15;

    /// <summary>Null where it cannot be one.</summary>
    /// <param name="countryCode">For numbers without their own, such as <c>+351</c>.</param>
    public static string? ToE164(string written, string? countryCode)
    {
        // "+44 (0) 20 …" is written by people and dialled by nobody.
        string text = written.Replace("(0)", "", StringComparison.Ordinal).Trim();
        if (text.Any(letter => !char.IsAsciiDigit(letter) && !" +-./()\u00a0".Contains(letter, StringComparison.Ordinal)))
        {
            return null;
        }

        string digits = string.Concat(text.Where(char.IsAsciiDigit));
        string? number = text switch
        {
            ['+', ..] => digits,
            ['0', '0', ..] => digits[2..],
            _ when countryCode is null => null,

            // The zero before a number at home stands for the country.
            _ => string.Concat(countryCode.Where(char.IsAsciiDigit)) + digits.TrimStart('0'),
        };
        return number is { Length: >= FewestDigits and <= MostDigits } && number[0] != '0' ? $"+{number}" : null;
    }
}
