using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>The seal of one place in the event stream: a hash over the seal before it and over what happened, so that an event that is changed or removed later is noticed.</summary>
public sealed class EventSeal
{
    /// <summary>Before the first one.</summary>
    public static readonly byte[] Start = new byte[SHA256.HashSizeInBytes];

    /// <summary>The one member of an event's data that a person writes.</summary>
    public const string Reason = "reason";

    public required long Sequence { get; init; }

    /// <summary>SHA-256.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>
    /// Everything of the event but the reason that a person wrote in their own words: it may have to be erased one day, and
    /// the seal must outlive that. No other field can hold what belongs to a customer.
    /// </summary>
    public static byte[] HashOf(byte[] previous, long sequence, BookingEvent happened)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Number(hash, sequence);
        Span<byte> id = stackalloc byte[16];
        happened.Id.TryWriteBytes(id, bigEndian: true, out _);
        hash.AppendData(id);
        happened.BookingId.TryWriteBytes(id, bigEndian: true, out _);
        hash.AppendData(id);
        Number(hash, happened.Version);
        Number(hash, happened.At.ToUnixTimeMilliseconds());
        Number(hash, happened.SchemaVersion);
        Words(hash, happened.Type);
        Words(hash, happened.By);
        Words(hash, WithoutReason(happened.Data));
        return hash.GetHashAndReset();
    }

    /// <summary>The data of an event without the words that a person wrote; the rest is letter for letter as it was sealed.</summary>
    public static string Erase(string data)
    {
        using JsonDocument document = JsonDocument.Parse(data);
        return $"{{{string.Join(',', document.RootElement.EnumerateObject()
            .Where(member => member.Name != Reason)
            .Select(member => $"\"{JsonEncodedText.Encode(member.Name)}\":{member.Value.GetRawText()}"))}}}";
    }

    /// <summary>Member by member also where there is none, so that a reason can be emptied or taken out alike.</summary>
    private static string WithoutReason(string data)
    {
        using JsonDocument document = JsonDocument.Parse(data);
        return string.Join('\n', document.RootElement.EnumerateObject()
            .Where(member => member.Name != Reason)
            .Select(member => $"{member.Name}={member.Value.GetRawText()}"));
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    /// <summary>With their length in front, so that no two events read alike.</summary>
    private static void Words(IncrementalHash hash, string words)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(words);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }
}
