using System.Security.Cryptography;

namespace BookingPortal.Core.Bookings;

/// <summary>Makes and reads the short name of a booking that people say aloud.</summary>
public static class BookingReference
{
    // No 0/O, 1/I/L, 5/S, 8/B: what is misread on paper or misheard on the phone is left out.
    private const string Alphabet = "234679ACDEFGHJKMNPQRTUVWXYZ";

    /// <summary>A new one, such as <c>K7Q-2MX</c>: 27^6 ≈ 387 million, unguessable enough for a name, never used as a secret.</summary>
    public static string New()
    {
        Span<char> text = stackalloc char[7];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = i == 3 ? '-' : Alphabet[RandomNumberGenerator.GetInt32(Alphabet.Length)];
        }

        return new string(text);
    }

    /// <summary>As stored: upper case, with its dash, whatever the customer typed.</summary>
    public static string Normalize(string typed)
    {
        string plain = typed.Trim().ToUpperInvariant();
        return plain.Length == 6 && !plain.Contains('-', StringComparison.Ordinal) ? $"{plain[..3]}-{plain[3..]}" : plain;
    }
}
