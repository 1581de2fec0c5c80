namespace BookingPortal.Startup;

/// <summary>The one folder the portal writes to: its database file and the outgoing mail of the embedded default.</summary>
internal static class DataFolder
{
    private const string Default = "data";

    public static string Find(IConfiguration configuration) =>
        AppFolder.Resolve(configuration["Data:Path"] is { Length: > 0 } path ? path : Default);

    /// <summary>The folder, made if it is not there, and known to be writable.</summary>
    /// <exception cref="StartupProblem">It cannot be made or written to.</exception>
    public static string Create(IConfiguration configuration)
    {
        string folder = Find(configuration);
        try
        {
            Directory.CreateDirectory(folder);

            // Rights on paper say little (read-only mounts, quotas, root): a file that can be made and removed says all.
            string probe = Path.Combine(folder, $".writable-{Guid.NewGuid():N}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
                return folder;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new StartupProblem($"the data folder {folder} cannot be written: {problem.Message} Set Data__Path to a folder that can.", problem);
        }
    }
}
