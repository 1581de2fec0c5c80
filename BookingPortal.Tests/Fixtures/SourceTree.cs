namespace BookingPortal.Tests.Fixtures;

/// <summary>Where the sources lie that these tests were built from, and which of their builds belongs to the tests.</summary>
public static class SourceTree
{
    /// <summary>The folder with BookingPortal.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary><c>Debug</c> or <c>Release</c>, as the tests themselves were built.</summary>
    public static string BuildConfiguration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BookingPortal.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No BookingPortal.sln above {AppContext.BaseDirectory}.");
    }
}
