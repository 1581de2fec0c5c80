using System.Security.Cryptography;

namespace BookingPortal.BookOnline;

/// <summary>A random name for a browser, so that one visitor cannot keep every time of the day. It names nobody and is needed for nothing else.</summary>
public static class VisitorCookie
{
    private const string Name = "visitor";
    private const int NameBytes = 16;
    private const int NameLength = 32;

    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    /// <summary>The browser's name, given to it now where it has none; must be asked before the answer begins.</summary>
    public static string Of(HttpContext http)
    {
        if (http.Request.Cookies.TryGetValue(Name, out string? known) && known.Length == NameLength && known.All(char.IsAsciiHexDigit))
        {
            return known;
        }

        string made = Convert.ToHexString(RandomNumberGenerator.GetBytes(NameBytes));
        http.Response.Cookies.Append(Name, made, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Life,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        });
        return made;
    }
}
