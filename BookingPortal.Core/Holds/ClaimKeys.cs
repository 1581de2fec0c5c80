using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BookingPortal.Core.Holds;

/// <summary>
/// Keys for the limits that are claimed like time: nothing is counted and then inserted, because between the two
/// another customer could pass.
/// </summary>
public static class ClaimKeys
{
    /// <summary>The cell of a visitor's open holds; below zero, where no time is, so that confirming a hold leaves it out.</summary>
    public const long VisitorCell = -1;

    /// <summary>All seats of a session are one cell: it has one start.</summary>
    public const long SeatsCell = 0;

    /// <summary>"At most n a day" of a service at a site; the cell is the site-local day.</summary>
    public static Guid PerDay(Guid serviceId, Guid siteId) => Make($"per-day/{serviceId:N}/{siteId:N}");

    /// <summary>"At most n open holds" of one visitor; the cell is <see cref="VisitorCell"/>.</summary>
    public static Guid PerVisitor(string visitor) => Make($"per-visitor/{visitor}");

    /// <summary>A version 8 GUID (RFC 9562, section 5.8), so that it can never meet a resource's own version 7 id.</summary>
    private static Guid Make(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        ushort version = (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF) | 0x8000);
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], version);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
