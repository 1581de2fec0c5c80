namespace BookingPortal.Startup;

/// <summary>Where the app lies. Relative paths in the settings count from here, whatever folder a command is given in.</summary>
internal static class AppFolder
{
    /// <summary>The folder of the executable; its project's folder when it runs from where it was built.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    public static string Resolve(string path) => System.IO.Path.GetFullPath(path, Path);

    private static string Find(string baseFolder)
    {
        // bin/Release/net10.0 is cleaned and rebuilt; a business's data does not belong there.
        var folder = new DirectoryInfo(System.IO.Path.TrimEndingDirectorySeparator(baseFolder));
        return folder.Parent?.Parent is { Name: "bin", Parent: { } project } && project.EnumerateFiles("*.csproj").Any()
            ? project.FullName
            : baseFolder;
    }
}
