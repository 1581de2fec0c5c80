using System.Net;
using System.Net.Sockets;

namespace BookingPortal.Controls;

/// <summary>The address that limits are counted by.</summary>
internal static class CallerAddress
{
    /// <summary>A household has a whole /64 of IPv6, so only the first half of such an address says who calls.</summary>
    public static string Of(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes).ToString();
    }
}
