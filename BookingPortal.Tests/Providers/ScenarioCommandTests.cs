using System.Diagnostics;
using BookingPortal.Tests.Fixtures;

namespace BookingPortal.Tests.Providers;

/// <summary>The executable as an operator meets it: one clear line and an exit code, and nothing changed by what was refused.</summary>
public sealed class ScenarioCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("booking-portal-commands-").FullName;

    private string Data => Path.Combine(_folder, "data");

    [Fact]
    public async Task A_file_is_imported_once_exported_and_checked()
    {
        string file = Write("shop.json", ScenarioText.With(ScenarioText.Cut("09:00"), ScenarioText.Cut("09:00")));

        Answer first = await RunAsync("import", file);
        Answer second = await RunAsync("import", file);
        Answer export = await RunAsync("export");
        Answer check = await RunAsync("check");

        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Contains("0 added, 0 changed", second.Output, StringComparison.Ordinal);
        Assert.StartsWith("{", export.Output, StringComparison.Ordinal);
        Assert.Equal("checked 2 bookings, 26 claims and 2 events: 0 violations, 0 warnings", check.Output.Trim());
        Assert.Equal(0, check.Code);
    }

    [Theory]
    [InlineData("{ \"sites\": [ }", "this is not JSON: line 1")]
    [InlineData("{ \"sitess\": [] }", "sitess: unknown member \"sitess\"; did you mean \"sites\"?")]
    [InlineData("{ \"bookings\": [ { \"service\": \"cut\", \"site\": \"x\", \"start\": \"2026-12-01T09:00\", \"customer\": { \"name\": \"Eva\" } } ] }", "bookings[0].service: there is no service \"cut\"")]
    public async Task A_file_that_is_refused_gives_one_line_and_leaves_no_database(string text, string expected)
    {
        Answer answer = await RunAsync("import", Write("bad.json", text));

        AssertRefused(answer, 1, expected);
        Assert.False(File.Exists(Path.Combine(Data, "portal.db")));
    }

    [Theory]
    [InlineData("there is no command \"exprot\"", "exprot")]
    [InlineData("which file?", "import")]
    [InlineData("cannot be read", "import", "/nowhere/at/all.json")]
    [InlineData("there is no option --force", "migrate", "--force", "yes")]
    [InlineData("there is no portal's database", "check")]
    [InlineData("there is no portal's database", "export")]
    [InlineData("--email is missing", "create-user", "--role", "desk")]
    [InlineData("\"boss\" is no role", "create-user", "--email", "a@example.com", "--role", "boss")]
    [InlineData("there is no scope \"all\"", "create-key", "--name", "till", "--scopes", "all")]
    [InlineData("it can be Sqlite or SqlServer", "migrate", "--Database:Provider=Oracle")]
    [InlineData("cannot be read", "migrate", "--ConnectionStrings:BookingPortal=nonsense")]
    [InlineData("unable to open database file", "migrate", "--ConnectionStrings:BookingPortal=Data Source=/nowhere/at/all.db")]
    [InlineData("in Production the clock is the real one", "migrate", "--Clock:Now=2026-01-01T00:00:00Z")]
    [InlineData("cannot be written", "migrate", "--Data:Path=/dev/null/data")]
    public async Task What_cannot_be_done_is_said_in_one_line(string expected, params string[] args)
    {
        Answer answer = await RunAsync(args);

        Assert.NotEqual(0, answer.Code);
        AssertRefused(answer, answer.Code, expected);
    }

    [Fact]
    public async Task A_key_stands_alone_on_its_stream()
    {
        Answer answer = await RunAsync("create-key", "--name", "till", "--scopes", "bookings:read,bookings:write");

        Assert.Equal(0, answer.Code);
        Assert.Matches("^bp_[A-Za-z0-9_-]{43}$", answer.Output.Trim());
    }

    [Fact]
    public async Task An_account_is_made_once()
    {
        string[] args = ["create-user", "--email", "eva@example.com", "--role", "manager"];

        Assert.StartsWith("eva@example.com may sign in as manager, with the password ", (await RunAsync(args)).Output, StringComparison.Ordinal);
        AssertRefused(await RunAsync(args), 1, "eva@example.com has an account already");
    }

    [Fact]
    public async Task An_account_for_staff_is_linked_to_somebody_or_told_that_it_sees_nothing()
    {
        await RunAsync("import", Write("shop.json", ScenarioText.With()));
        Answer linked = await RunAsync("create-user", "--email", "ana@example.com", "--role", "staff", "--resource", "ana");
        Answer alone = await RunAsync("create-user", "--email", "rui@example.com", "--role", "staff");
        Answer wrong = await RunAsync("create-user", "--email", "eva@example.com", "--role", "staff", "--resource", "nobody");

        Assert.Equal(0, linked.Code);
        Assert.DoesNotContain("linked to nobody", linked.Output, StringComparison.Ordinal);
        Assert.Contains("linked to nobody on the calendar, so it sees no bookings", alone.Output, StringComparison.Ordinal);
        AssertRefused(wrong, 1, "there is no resource \"nobody\"");
    }

    [Fact]
    public async Task The_portal_itself_does_not_start_with_a_scenario_that_is_refused()
    {
        Answer answer = await RunAsync($"--Seed:Scenario={Write("bad.json", "{ \"sitess\": [] }")}", "--urls=http://127.0.0.1:0");

        AssertRefused(answer, 1, "unknown member \"sitess\"");
        Assert.False(File.Exists(Path.Combine(Data, "portal.db")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void AssertRefused(Answer answer, int code, string expected)
    {
        Assert.Equal(code, answer.Code);
        Assert.Contains(expected, Assert.Single(answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("", answer.Output);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<Answer> RunAsync(params string[] args)
    {
        string home = Path.Combine(SourceTree.Root, "BookingPortal");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(home, "bin", SourceTree.BuildConfiguration, "net10.0", "BookingPortal.dll"));
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Data__Path"] = Data;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Answer(process.ExitCode, await output, await error);
    }

    private sealed record Answer(int Code, string Output, string Error);
}
