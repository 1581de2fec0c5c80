using System.Globalization;

namespace BookingPortal.Core.Payments;

/// <summary>An amount in minor units, written the way the reader writes money.</summary>
public static class Money
{
    /// <summary>ISO 4217: currencies whose smallest unit is the whole one, or a thousandth; all others have hundredths.</summary>
    private static readonly Dictionary<string, int> UnusualDigits = new(StringComparer.Ordinal)
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0,
        ["RWF"] = 0, ["UGX"] = 0, ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
    };

    /// <summary>Signs that name one currency to everybody. The rest are written by their code: a bare "$" or "Rs" means many.</summary>
    private static readonly Dictionary<string, string> PlainSigns = new(StringComparer.Ordinal)
    {
        ["EUR"] = "€", ["GBP"] = "£", ["JPY"] = "¥", ["KRW"] = "₩", ["ILS"] = "₪", ["INR"] = "₹",
    };

    /// <param name="amount">In minor units.</param>
    /// <param name="currency">ISO 4217 code.</param>
    /// <param name="culture">The reader's.</param>
    public static string Print(long amount, string currency, CultureInfo culture)
    {
        int digits = UnusualDigits.GetValueOrDefault(currency, 2);
        decimal value = amount;
        for (int i = 0; i < digits; i++)
        {
            value /= 10;
        }

        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        string sign = SignOf(currency, culture);
        format.CurrencyDecimalDigits = digits;
        format.CurrencySymbol = sign;

        // A code needs air between itself and the number: pattern 0 is "$n", 2 is "$ n".
        if (sign.Length > 1 && char.IsAsciiLetter(sign[^1]) && format.CurrencyPositivePattern == 0)
        {
            format.CurrencyPositivePattern = 2;
        }

        return value.ToString("C", format).Replace(' ', '\u00a0');
    }

    private static string SignOf(string currency, CultureInfo culture)
    {
        if (PlainSigns.TryGetValue(currency, out string? plain))
        {
            return plain;
        }

        // The reader's own currency has the sign that the reader knows; dollars elsewhere say whose they are.
        if (!culture.IsNeutralCulture && culture.Name.Length > 0 && new RegionInfo(culture.Name) is var region && region.ISOCurrencySymbol == currency)
        {
            return region.CurrencySymbol;
        }

        return currency == "USD" ? "US$" : currency;
    }
}
