using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace BookingPortal.Core.Integrations.PaymentGateways.Stripe;

/// <summary>
/// The header <c>Stripe-Signature: t=…,v1=…[,v1=…]</c> (https://docs.stripe.com/webhooks#verify-manually): HMAC-SHA256
/// over "t.body". There are several v1 while the secret is being changed; one that fits is enough.
/// </summary>
internal static class StripeSignature
{
    /// <summary>Stripe's own tolerance; a call recorded on the way is worth nothing afterwards.</summary>
    public static readonly Duration Tolerance = Duration.FromMinutes(5);

    /// <summary>Nobody sends more; it bounds the work that a stranger can cause.</summary>
    private const int MostEntries = 16;

    /// <returns>Null when the signature is right, else why not.</returns>
    public static string? Problem(ReadOnlySpan<byte> body, string? header, string secret, Instant now)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return "The Stripe-Signature header is missing.";
        }

        string[] entries = header.Split(',', MostEntries + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? time = Values(entries, "t").FirstOrDefault();
        if (entries.Length > MostEntries || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return "The Stripe-Signature header cannot be read.";
        }

        byte[] expected = Make(body, time, secret);
        bool fits = false;
        foreach (string given in Values(entries, "v1"))
        {
            // All of them are compared, so that the time it takes tells nothing.
            fits |= CryptographicOperations.FixedTimeEquals(expected, Decode(given));
        }

        if (!fits)
        {
            return "The signature does not fit.";
        }

        long age = Math.Abs(now.ToUnixTimeSeconds() - seconds);
        return age > Tolerance.TotalSeconds ? "The signature is too old, or the clocks disagree." : null;
    }

    internal static byte[] Make(ReadOnlySpan<byte> body, string time, string secret)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.UTF8.GetBytes(time + "."));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }

    private static IEnumerable<string> Values(IEnumerable<string> entries, string name) => entries
        .Where(entry => entry.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(entry => entry[(name.Length + 1)..]);

    /// <summary>What is not the hexadecimal of a SHA-256 cannot fit, and is compared all the same.</summary>
    private static byte[] Decode(string hexadecimal)
    {
        byte[] bytes = new byte[HMACSHA256.HashSizeInBytes];
        return hexadecimal.Length == 2 * bytes.Length
            && Convert.FromHexString(hexadecimal, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? bytes
            : [];
    }
}
