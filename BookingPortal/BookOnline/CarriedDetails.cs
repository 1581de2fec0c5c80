using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace BookingPortal.BookOnline;

/// <summary>Carries what a visitor has typed from one time to the one chosen instead: encrypted, read once, gone in minutes. It works without scripts; <c>book.js</c> does the same for the Back button.</summary>
public sealed class CarriedDetails(IDataProtectionProvider protection)
{
    private const string Name = "details";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private readonly IDataProtector _protector = protection.CreateProtector("BookOnline.CarriedDetails");

    public void Keep(HttpContext http, DetailsInput? input)
    {
        if (input is not null)
        {
            http.Response.Cookies.Append(Name, _protector.Protect(JsonSerializer.Serialize(input)), Options(http));
        }
    }

    public DetailsInput? Take(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(Name, out string? sealedText))
        {
            return null;
        }

        http.Response.Cookies.Delete(Name, Options(http));
        try
        {
            return JsonSerializer.Deserialize<DetailsInput>(_protector.Unprotect(sealedText));
        }
        catch (CryptographicException)
        {
            return null; // not ours, or sealed with a key that is gone: the visitor types again
        }
    }

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = Life,
        Path = "/book/hold",
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
    };
}
