using System.Diagnostics;
using BookingPortal.Tests.Fixtures;

namespace BookingPortal.Tests.Portal;

/// <summary>A generator that many use makes a client of the description, and code that uses that client compiles.</summary>
public class ApiClientTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [GeneratorFact]
    public async Task A_client_is_generated_from_the_description_and_what_is_written_against_it_compiles()
    {
        ApiResponse description = await portal.GetAsync("/openapi/v1.json");
        Assert.Equal(200, description.Status);
        string folder = Directory.CreateTempSubdirectory("api-client-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "v1.json"), description.Body);
            File.Copy(Path.Combine(GeneratorFactAttribute.Folder, "client.ts"), Path.Combine(folder, "client.ts"));
            await RunAsync(folder, "openapi-typescript", "v1.json", "--output", "generated.ts");
            await RunAsync(folder, "tsc", "--noEmit", "--strict", "--target", "es2022", "--moduleResolution", "bundler", "--module", "esnext", "client.ts");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(GeneratorFactAttribute.Program(program)) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await output}{await errors}");
    }
}
