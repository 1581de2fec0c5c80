using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace BookingPortal.Account;

/// <summary>The one-time code that lets the first manager in. It lives in this process alone and is printed where only the operator reads.</summary>
public sealed class FirstRunCode(IClock clock)
{
    /// <summary>No 0/O, 1/I/L, 5/S, 8/B: it is read off a terminal. Twelve of 27 letters are 57 bits.</summary>
    private const string Alphabet = "234679ACDEFGHJKMNPQRTUVWXYZ";
    private const int Letters = 12;
    private const int MostTries = 5;
    private static readonly Duration Pause = Duration.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Queue<Instant> _tries = new();
    private string? _code;

    /// <summary>Makes the code of this start.</summary>
    public string Make()
    {
        lock (_gate)
        {
            _code = RandomNumberGenerator.GetString(Alphabet, Letters);
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
            refusal = right ? null : "This is not the code that the portal printed when it last started.";
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
