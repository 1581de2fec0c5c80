using BookingPortal.Tests.Tidy.Checks;

namespace BookingPortal.Tests.Tidy;

/// <summary>Runs one check over one made-up file.</summary>
internal static class Sample
{
    public static IEnumerable<Finding> Walls(string path, string text) => Checks.Walls.Check([new SourceFile(path, text)]);

    public static IEnumerable<Finding> Names(string path, string text) => Checks.Names.Check([new SourceFile(path, text)]);

    public static IEnumerable<Finding> Sizes(string path, string text) => Checks.Sizes.Check([new SourceFile(path, text)]);

    public static IEnumerable<Finding> Words(string path, string text) => BannedWords.Check([new SourceFile(path, text)]);

    /// <summary>Beside a context that stores holds, as in the house.</summary>
    public static IEnumerable<Finding> Purity(string path, string text) => Checks.Purity.Check(
    [
        new SourceFile("BookingPortal.Core/Data/PortalContext.cs", "public DbSet<Hold> Holds => Set<Hold>();"),
        new SourceFile(path, text),
    ]);
}
