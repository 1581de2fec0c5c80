using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BookingPortal.Core.Durability.Outbox;

namespace BookingPortal.Core.Bookings;

/// <summary>Names an effect by the event that causes it, so that whoever plans the event again comes to the same name and the outbox's primary key refuses the second one.</summary>
public static class EffectKey
{
    private const int LongestOnStack = 512;

    /// <summary>
    /// A version 8 GUID (RFC 9562, section 5.8): the event's time in milliseconds in front, as version 7 has it, so that new
    /// messages lie at the end of the index; behind it a hash of event, kind, destination and topic. The payload is not in it.
    /// </summary>
    public static Guid Of(BookingEvent happened, PlannedEffect effect)
    {
        int length = 16 + Encoding.UTF8.GetByteCount(effect.Kind) + Encoding.UTF8.GetByteCount(effect.Destination) + Encoding.UTF8.GetByteCount(effect.Topic ?? "") + 2;
        Span<byte> named = length <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[length];
        happened.Id.TryWriteBytes(named, bigEndian: true, out int written);
        written += Encoding.UTF8.GetBytes(effect.Kind, named[written..]);
        named[written++] = (byte)'\n';
        written += Encoding.UTF8.GetBytes(effect.Destination, named[written..]);
        named[written++] = (byte)'\n';
        written += Encoding.UTF8.GetBytes(effect.Topic ?? "", named[written..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(named[..written], hash);
        Span<byte> key = hash[..16];
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, happened.At.ToUnixTimeMilliseconds());
        time[2..].CopyTo(key); // the low 48 bits
        key[6] = (byte)((key[6] & 0x0F) | 0x80);
        key[8] = (byte)((key[8] & 0x3F) | 0x80);
        return new Guid(key, bigEndian: true);
    }
}
