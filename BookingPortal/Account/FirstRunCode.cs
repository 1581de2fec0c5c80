using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace BookingPortal.Account;

/// <summary>
/// The one-time code that lets the first manager in, printed where only the operator reads. It is made from a key that all
/// nodes share, so whichever node answers the page takes the code that any of them printed.
/// </summary>
public sealed class FirstRunCode(IClock clock)
{
    /// <summary>The name of its key among the portal's server keys.</summary>
    public const string KeyId = "first-run";

    /// <summary>No 0/O, 1/I/L, 5/S, 8/B: it is read off a terminal. Twelve of 27 letters are 57 bits.</summary>
    private const string Alphabet = "234679ACDEFGHJKMNPQRTUVWXYZ";
    private const int Letters = 12;
    private const int MostTries = 5;
    private static readonly Duration Pause = Duration.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Queue<Instant> _tries = new();
    private string? _code;

    /// <summary>Makes the code of this portal.</summary>
    /// <param name="key">32 random bytes that only the portal's nodes can read.</param>
    public string Make(ReadOnlySpan<byte> key)
    {
        // 256 bits for 57: that the alphabet does not divide them evenly shows in no digit that anybody could count.
        var number = new BigInteger(HMACSHA256.HashData(key, "the code of the first run"u8), isUnsigned: true);
        Span<char> letters = stackalloc char[Letters];
        foreach (ref char letter in letters)
        {
            number = BigInteger.DivRem(number, Alphabet.Length, out BigInteger rest);
            letter = Alphabet[(int)rest];
        }

        lock (_gate)
        {
            _code = letters.ToString();
            return Print(_code);
        }
    }

    /// <summary>Five tries a minute for everybody together: more than a typing operator needs, and 57 bits outlast them.</summary>
    /// <param name="refusal">Why not, in words.</param>
    public bool Accepts(string? typed, [NotNullWhen(false)] out string? refusal)
    {
        lock (_gate)
        {
            Instant now = clock.GetCurrentInstant();
            while (_tries.TryPeek(out Instant oldest) && oldest + Pause <= now)
            {
                _tries.Dequeue();
            }

            if (_tries.Count >= MostTries)
            {
                refusal = "Too many tries. Wait a minute and try again.";
                return false;
            }

            _tries.Enqueue(now);
            byte[] given = Encoding.UTF8.GetBytes(Plain(typed));
            bool right = _code is not null && CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(_code));
            refusal = right ? null : "This is not the code that the portal printed when it started.";
            return right;
        }
    }

    /// <summary>The code has done its work.</summary>
    public void Spend()
    {
        lock (_gate)
        {
            _code = null;
        }
    }

    private static string Plain(string? typed) =>
        string.Concat((typed ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static string Print(string code) => $"{code[..4]}-{code[4..8]}-{code[8..]}";
}
