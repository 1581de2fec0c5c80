using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BookingPortal.Core.Durability;

/// <summary>
/// Secrets that open one hold, one booking or one address. They are made from it under a key of the server, so they can be made
/// again for a stored answer and none is ever written down.
/// </summary>
public sealed class PortalTokens(byte[] key)
{
    /// <summary>The name under which the key is kept as a <see cref="ServerKey"/>.</summary>
    public const string KeyId = "tokens";

    /// <summary>16 of the 32 bytes of HMAC-SHA256: 128 bits cannot be guessed, and the link stays short.</summary>
    private const int TokenBytes = 16;

    public string ForHold(Guid holdId) => Make("hold", holdId);

    public string ForBooking(Guid bookingId) => Make("booking", bookingId);

    /// <param name="topic">What the link is for; the same address has another token for another purpose.</param>
    public string ForAddress(string address, string topic) => Make($"address:{topic}", address);

    public bool OpensAddress(string address, string topic, string? token) => IsSame(ForAddress(address, topic), token);

    public bool OpensHold(Guid holdId, string? token) => IsSame(ForHold(holdId), token);

    public bool OpensBooking(Guid bookingId, string? token) => IsSame(ForBooking(bookingId), token);

    private string Make(string purpose, Guid id) => Make(purpose, id.ToString("N"));

    private string Make(string purpose, string subject)
    {
        byte[] mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{purpose}:{subject}"));
        return Base64Url.EncodeToString(mac.AsSpan(0, TokenBytes));
    }

    private static bool IsSame(string expected, string? given) =>
        given is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
