namespace BookingPortal.Tests.Fixtures;

/// <summary>A test that needs the generator of API clients; skipped by name, and counted as skipped, where it is not installed.</summary>
public sealed class GeneratorFactAttribute : FactAttribute
{
    public GeneratorFactAttribute()
    {
        if (!File.Exists(Program("openapi-typescript")))
        {
            Skip = $"No openapi-typescript in {Folder}; ./test installs it where there is npm.";
        }
    }

    public static string Folder => Path.Combine(SourceTree.Root, "build", "ApiClient");

    public static string Program(string name) => Path.Combine(Folder, "node_modules", ".bin", name);
}
