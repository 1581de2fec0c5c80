using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace BookingPortal.Controls;

/// <summary>
/// A random name for a browser, so that one visitor cannot keep every time of the day and a whole office is not taken for one
/// visitor. It names nobody and is needed for nothing else. It is sealed: a name that this portal did not give counts for
/// nothing, and an address gets only so many of them.
/// </summary>
public sealed class VisitorCookie(IDataProtectionProvider protection) : IDisposable
{
    private const string Name = "visitor";
    private const int NameBytes = 16;

    /// <summary>A sealed name is about 150 letters; what is much longer is not worth a look.</summary>
    private const int LongestSealed = 400;

    /// <summary>More new visitors an hour than come from one office; who collects names gets no further than this.</summary>
    private const int NamesPerHour = 60;

    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private readonly IDataProtector _protector = protection.CreateProtector("VisitorCookie");
    private readonly AddressLimit _names = new(NamesPerHour, TimeSpan.FromHours(1));

    /// <summary>Whose open holds are counted: the browser's, where we gave it a name before; else the address's.</summary>
    public string Of(HttpContext http) => TryRead(http, out string? known) ? known : $"address {CallerAddress.Of(http)}";

    /// <summary>The name we gave this browser; null where it shows none, and all that is known of it is an address that it may share.</summary>
    public string? NameOf(HttpContext http) => TryRead(http, out string? known) ? known : null;

    /// <summary>Gives a name to a browser that has none. For pages on the way to a hold, before their answer begins.</summary>
    public void Give(HttpContext http)
    {
        if (http.Response.HasStarted || TryRead(http, out _) || _names.Wait(http) is not null)
        {
            return;
        }

        string made = Base64Url.EncodeToString(_protector.Protect(RandomNumberGenerator.GetBytes(NameBytes)));
        http.Response.Cookies.Append(Name, made, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Life,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        });
    }

    /// <summary>Shows that this browser kept something, and only beside its own cookie; so it may stand in an address. Null for a browser without a name.</summary>
    public string? MarkOf(HttpContext http, Guid kept) => TryRead(http, out string? name)
        ? Base64Url.EncodeToString(HMACSHA256.HashData(Convert.FromHexString(name), kept.ToByteArray()).AsSpan(0, NameBytes))
        : null;

    public bool IsMarkOf(HttpContext http, Guid kept, string? mark) =>
        mark is not null
        && MarkOf(http, kept) is { } own
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(own), Encoding.UTF8.GetBytes(mark));

    public void Dispose() => _names.Dispose();

    private bool TryRead(HttpContext http, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (!http.Request.Cookies.TryGetValue(Name, out string? shown) || shown.Length > LongestSealed || !Base64Url.IsValid(shown))
        {
            return false;
        }

        try
        {
            name = Convert.ToHexString(_protector.Unprotect(Base64Url.DecodeFromChars(shown)));
            return true;
        }
        catch (CryptographicException)
        {
            return false; // made up, or sealed with a key that is gone: no name
        }
    }
}
