using System.Globalization;
using System.Text.RegularExpressions;

namespace BookingPortal.Controls;

/// <summary>The one colour of a site, and the colours that follow from it, so that text stays readable whatever was chosen.</summary>
public sealed partial class Accent
{
    /// <summary>WCAG 2.2, 1.4.3: text against its ground.</summary>
    private const double ReadableContrast = 4.5;

    private static readonly Rgb White = new(255, 255, 255);
    private static readonly Rgb LightSheet = new(246, 247, 248);
    private static readonly Rgb DarkSheet = new(30, 35, 39);
    private static readonly Rgb NearBlack = new(20, 24, 27);

    private readonly Rgb _colour;

    private Accent(Rgb colour) => _colour = colour;

    /// <summary>As <c>#rrggbb</c>.</summary>
    public string Colour => _colour.ToString();

    /// <summary>What is written on a ground of the accent: white or near-black, whichever reads better.</summary>
    public string OnAccent => (_colour.ContrastTo(White) >= _colour.ContrastTo(NearBlack) ? White : NearBlack).ToString();

    /// <summary>The accent as ink on light pages: darkened as far as needed.</summary>
    public string InkOnLight => _colour.Towards(NearBlack, LightSheet).ToString();

    /// <summary>The accent as ink on dark pages: lightened as far as needed.</summary>
    public string InkOnDark => _colour.Towards(White, DarkSheet).ToString();

    /// <summary>The custom properties that replace the portal's own, for the root element.</summary>
    public string Properties =>
        $"--accent:{Colour};--on-accent:{OnAccent};--accent-ink:light-dark({InkOnLight},{InkOnDark})";

    /// <summary>Reads <c>#rrggbb</c> and nothing else: what is stored goes into a style sheet.</summary>
    public static Accent? Parse(string? text) =>
        text is not null && HexColour().IsMatch(text)
            ? new Accent(new Rgb(Channel(text, 1), Channel(text, 3), Channel(text, 5)))
            : null;

    private static byte Channel(string text, int at) => byte.Parse(text.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex HexColour();

    private readonly record struct Rgb(byte Red, byte Green, byte Blue)
    {
        public double ContrastTo(Rgb other)
        {
            (double mine, double theirs) = (Luminance(), other.Luminance());
            return (Math.Max(mine, theirs) + 0.05) / (Math.Min(mine, theirs) + 0.05);
        }

        public Rgb Towards(Rgb end, Rgb ground)
        {
            Rgb mixed = this;
            for (int percent = 5; percent <= 100 && mixed.ContrastTo(ground) < ReadableContrast; percent += 5)
            {
                mixed = new Rgb(Mix(Red, end.Red, percent), Mix(Green, end.Green, percent), Mix(Blue, end.Blue, percent));
            }

            return mixed;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

        private static byte Mix(byte from, byte to, int percent) => (byte)(((from * (100 - percent)) + (to * percent)) / 100);

        // WCAG 2.2, "relative luminance".
        private double Luminance() => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

        private static double Linear(byte channel)
        {
            double share = channel / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }
    }
}
