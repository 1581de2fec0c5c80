using System.Net;
using System.Net.Sockets;
using BookingPortal.Tests.Fixtures;
using Microsoft.Data.SqlClient;

namespace BookingPortal.Tests.Portal;

/// <summary>What is wrong outside the program is told in one line, with an exit code that scripts can see, and nothing is changed.</summary>
public sealed class RefusedStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bookingportal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        PortalRun run = await StartAsync(("Urls", $"http://127.0.0.1:{port}"));

        AssertOneLine(run, $"127.0.0.1:{port}", "--urls");
        Assert.False(File.Exists(Path.Combine(_folder, "portal.db")), "A start that was refused made a database.");
    }

    [Theory]
    [InlineData("Urls", "here")]
    [InlineData("Urls", "http://127.0.0.1:99999")]
    [InlineData("Jobs:Enabled", "perhaps")]
    [InlineData("Holds:Minutes", "soon")]
    public async Task A_setting_that_cannot_be_read_is_told_in_one_line_and_changes_nothing(string key, string value)
    {
        PortalRun run = await StartAsync((key, value));

        AssertOneLine(run, $"\"{value}\"");
        Assert.False(File.Exists(Path.Combine(_folder, "portal.db")), "A start that was refused made a database.");
    }

    [Theory]
    [InlineData("Sqlite", "Data Source=/nowhere/at/all/portal.db", "/nowhere/at/all/portal.db")]
    [InlineData("Sqlite", "what is this", "ConnectionStrings__BookingPortal")]
    [InlineData("SqlServer", "Server=127.0.0.1,1;Database=None;User Id=nobody;Password=secret-word;Connect Timeout=1;ConnectRetryCount=0;Encrypt=false", "127.0.0.1,1")]
    [InlineData("SqlServer", "", "ConnectionStrings__BookingPortal")]
    [InlineData("Oracle", "", "Oracle")]
    public async Task A_wrong_connection_is_told_in_one_line_without_its_password(string provider, string connection, string named)
    {
        PortalRun run = await StartAsync(("Database:Provider", provider), ("ConnectionStrings:BookingPortal", connection));

        AssertOneLine(run, named);
        Assert.DoesNotContain("secret-word", Assert.Single(run.Errors), StringComparison.Ordinal);
    }

    [Theory, OnSqlServer]
    public async Task A_shared_timetable_whose_tables_are_gone_is_told_in_one_line_that_says_what_to_do(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        (string, string)[] settings = [("Database:Provider", provider), ("ConnectionStrings:BookingPortal", place.Settings.ConnectionString)];
        Assert.Equal(0, (await StartAsync(settings, "migrate")).ExitCode);
        await using (var connection = new SqlConnection(place.Settings.ConnectionString))
        {
            await connection.OpenAsync();
            await using SqlCommand command = connection.CreateCommand();
            command.CommandText = "DROP TABLE QRTZ_FIRED_TRIGGERS";
            await command.ExecuteNonQueryAsync();
        }

        PortalRun run = await StartAsync(settings);

        AssertOneLine(run, "timetable that all nodes share", "QRTZ_", "timetable-tables.sql");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_told_in_one_line()
    {
        // A folder below a file: not even root can make it.
        string file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");

        PortalRun run = await PortalRun.ToTheEndAsync(Path.Combine(file, "data"));

        AssertOneLine(run, "file/data", "Data__Path");
    }

    [Theory]
    [InlineData("""{ "sites": [ """, "scenario.json")]
    [InlineData("""{ "sites": [ { "slug": "porto", "name": "Porto", "timeZone": "Europe/Lisbon", "colour": "red" } ] }""", "colour")]
    [InlineData("""{ "sites": [ { "slug": "porto", "name": "Porto", "timeZone": "Europe/Nowhere" } ] }""", "Europe/Nowhere")]
    public async Task A_broken_scenario_is_told_in_one_line_and_makes_no_database(string scenario, string named)
    {
        string path = Path.Combine(_folder, "scenario.json");
        await File.WriteAllTextAsync(path, scenario);
        string data = Path.Combine(_folder, "data");

        PortalRun run = await PortalRun.ToTheEndAsync(data, new Dictionary<string, string> { ["Seed:Scenario"] = path });

        AssertOneLine(run, named);
        Assert.False(File.Exists(Path.Combine(data, "portal.db")), "A refused scenario left a database behind.");
    }

    private Task<PortalRun> StartAsync(params (string Key, string Value)[] settings) => StartAsync(settings, []);

    private Task<PortalRun> StartAsync((string Key, string Value)[] settings, params string[] arguments) =>
        PortalRun.ToTheEndAsync(_folder, settings.ToDictionary(each => each.Key, each => each.Value, StringComparer.Ordinal), arguments);

    private static void AssertOneLine(PortalRun run, params string[] named)
    {
        Assert.NotEqual(0, run.ExitCode);
        string line = Assert.Single(run.Errors);
        Assert.All(named, word => Assert.Contains(word, line, StringComparison.Ordinal));
        Assert.DoesNotContain(run.Output, each => each.StartsWith("at ", StringComparison.Ordinal) || each.Contains("Exception", StringComparison.Ordinal));
    }
}
