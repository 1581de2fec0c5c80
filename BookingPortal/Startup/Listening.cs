using System.Net;
using System.Net.Sockets;
using BookingPortal.Core.Jobs;
using Microsoft.AspNetCore.Connections;

namespace BookingPortal.Startup;

/// <summary>Runs the portal, and says in one line why it cannot when its address is not to be had.</summary>
internal static class Listening
{
    // The host logs a failed start with its whole stack before it throws. What is thrown is told by Program, or by the runtime.
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    private const string DefaultAddress = "http://localhost:5080";

    // Not in appsettings.json: that file outweighs ASPNETCORE_URLS and the ports a container is given.
    private static readonly string[] AddressKeys = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    private static volatile bool _started;

    public static void AddListening(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter(HostCategory, level => _started && level >= LogLevel.Warning);
        var configuration = builder.Configuration;
        if (Array.TrueForAll(AddressKeys, key => configuration[key] is null) && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }
    }

    /// <summary>
    /// Asks for the address before anything is done, so that a second start by mistake changes nothing. It is given back at once;
    /// who takes it in the moments until the portal listens is met there (<see cref="RunOrExplainAsync"/>).
    /// </summary>
    public static void AskForAddress(this WebApplication app)
    {
        if (app.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            return; // these outweigh the addresses; Kestrel reads them itself
        }

        foreach (string address in app.Configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            BindingAddress asked = Read(address);
            if (asked is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 })
            {
                foreach (IPAddress place in PlacesOf(asked.Host))
                {
                    Try(new IPEndPoint(place, asked.Port), address);
                }
            }
        }
    }

    private static BindingAddress Read(string address)
    {
        try
        {
            if (BindingAddress.Parse(address) is { Port: <= IPEndPoint.MaxPort } read)
            {
                return read;
            }
        }
        catch (FormatException)
        {
            // Said below, as for a port that there is not.
        }

        throw new StartupProblem($"\"{address}\" is no address to listen on; write it like {DefaultAddress}.");
    }

    private static IEnumerable<IPAddress> PlacesOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback]
        : IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? place) ? [place]
        : [IPAddress.Any];

    private static void Try(IPEndPoint place, string address)
    {
        try
        {
            using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(place);
        }
        catch (SocketException refusal)
        {
            throw new StartupProblem($"{address} cannot be listened on: {refusal.Message}. Stop the other program, or give another address with --urls.", refusal);
        }
    }

    public static async Task<int> RunOrExplainAsync(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(static () => _started = true);
        try
        {
            await app.StartAsync();
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (IOException refusal) when (refusal.InnerException is AddressInUseException or SocketException)
        {
            // The work in the background began before the address was asked for; it ends before what it works with is gone.
            await app.StopAsync();
            throw new StartupProblem($"{refusal.Message.TrimEnd('.')}. Stop the other program, or give another address with --urls.", refusal);
        }
        catch (Exception problem) when (QuartzTimetable.WhyNotStarted(problem) is { } why)
        {
            await app.StopAsync();
            throw new StartupProblem($"the database at {Database.PlaceOf(app.Configuration)} cannot keep the timetable that all nodes share: {why}", problem);
        }
        catch (Exception problem) when (problem.GetBaseException() is System.Data.Common.DbException refusal)
        {
            await app.StopAsync();
            throw new StartupProblem($"the database at {Database.PlaceOf(app.Configuration)} cannot be used as far as the portal needs it: {refusal.Message}", problem);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }
}
