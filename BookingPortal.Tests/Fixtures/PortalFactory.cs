using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace BookingPortal.Tests.Fixtures;

/// <summary>The whole portal in this process, on an empty SQLite database of its own that goes when the test goes.</summary>
public class PortalFactory : WebApplicationFactory<Program>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("booking-portal-test-").FullName;

    public string DataFolder => _folder;

    /// <summary>Settings by their names in appsettings.json, such as <c>Clock:Now</c>; to be given before the first request.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal) { ["Seed:Scenario"] = "none" };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Data:Path", _folder);

        // Any free port: whoever tests while a portal runs at its default address must not be refused for that.
        builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        foreach ((string key, string value) in Settings)
        {
            builder.UseSetting(key, value);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder))
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
