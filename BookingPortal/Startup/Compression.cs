using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace BookingPortal.Startup;

/// <summary>
/// Pages are compressed, except those whose address is a secret: an attacker who can add text to a compressed page learns
/// its secrets from its length (BREACH). The antiforgery token in the others is no such secret: it is encrypted anew for every page.
/// Static files were compressed when they were built and pass by.
/// </summary>
internal static class Compression
{
    // More than that costs more time than the bytes it saves take on a phone.
    private const CompressionLevel Level = CompressionLevel.Optimal;

    public static void AddCompression(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(static options => options.EnableForHttps = true);
        builder.Services.Configure<BrotliCompressionProviderOptions>(static options => options.Level = Level);
        builder.Services.Configure<GzipCompressionProviderOptions>(static options => options.Level = Level);
    }

    public static void UseCompression(this WebApplication app) =>
        app.UseWhen(static context => !CustomerPages.IsSecret(context), static branch => branch.UseResponseCompression());
}
