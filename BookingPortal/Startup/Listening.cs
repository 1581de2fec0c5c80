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

    public static async Task<int> RunOrExplainAsync(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(static () => _started = true);
        try
        {
            await app.StartAsync();
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (IOException refusal) when (refusal.InnerException is AddressInUseException or System.Net.Sockets.SocketException)
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
