using BookingPortal.Core.Bookings;
using Microsoft.AspNetCore.HttpOverrides;

namespace BookingPortal.Startup;

/// <summary>Where the portal is reached from outside: as set, else the first address it listens on, for links in mails and at gateways.</summary>
internal static class PublicAddress
{
    /// <summary>Behind a proxy only the operator knows it.</summary>
    private const string Key = "Portal:Address";

    /// <exception cref="StartupProblem">What is set is no address.</exception>
    public static void UsePublicAddress(this WebApplication app)
    {
        // A proxy on this machine says who really calls and by which scheme; nobody else is believed.
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        PortalAddress address = app.Services.GetRequiredService<PortalAddress>();
        if (app.Configuration[Key]?.Trim() is { Length: > 0 } set)
        {
            address.IsGiven = true;
            address.Base = Uri.TryCreate(set, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
                ? uri.AbsoluteUri.TrimEnd('/')
                : throw new StartupProblem($"Portal__Address is \"{set}\"; it is an address like https://book.example.com.");
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (app.Urls.FirstOrDefault() is { } first)
            {
                address.Base = Reachable(first);
            }
        });
    }

    /// <summary>"Any address" is good for listening and leads nowhere.</summary>
    internal static string Reachable(string listening) => listening.TrimEnd('/')
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .Replace("://+", "://localhost", StringComparison.Ordinal)
        .Replace("://*", "://localhost", StringComparison.Ordinal);
}
