using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BookingPortal.Core.Durability;

/// <summary>One request as its caller named it, and what it asked for.</summary>
/// <param name="Id">Made from the caller, the route and the key.</param>
/// <param name="BodyHash">SHA-256 of the body as it came.</param>
public sealed record IdempotencyKey(Guid Id, byte[] BodyHash)
{
    /// <summary>Two callers may choose the same words, and one caller may use them for two routes: neither meets the other.</summary>
    public static IdempotencyKey Of(string caller, string route, string key, ReadOnlySpan<byte> body)
    {
        // The line break keeps the parts apart: neither an address nor a route can have one.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{route}\n{key}"), hash);

        // A version 8 GUID, RFC 9562, section 5.8.
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF) | 0x8000));
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new IdempotencyKey(new Guid(hash[..16], bigEndian: true), SHA256.HashData(body));
    }
}
