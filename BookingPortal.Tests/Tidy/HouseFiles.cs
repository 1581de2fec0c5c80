using BookingPortal.Tests.Fixtures;

namespace BookingPortal.Tests.Tidy;

/// <summary>Every source file of the house, read once.</summary>
internal static class HouseFiles
{
    private static readonly string[] Projects = ["BookingPortal", "BookingPortal.Core", "BookingPortal.Tests", "BookingPortal.Bench"];

    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "data", "wwwroot"];

    public static IReadOnlyList<SourceFile> All { get; } = [.. Projects.SelectMany(project => Read(Path.Combine(SourceTree.Root, project)))];

    private static IEnumerable<SourceFile> Read(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder).Where(each => Path.GetExtension(each) is ".cs" or ".razor"))
        {
            yield return new SourceFile(Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/'), File.ReadAllText(file));
        }

        foreach (SourceFile file in Directory.EnumerateDirectories(folder).Where(each => !NotOurs.Contains(Path.GetFileName(each))).SelectMany(Read))
        {
            yield return file;
        }
    }
}
