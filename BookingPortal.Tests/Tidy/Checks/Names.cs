using System.Text.RegularExpressions;

namespace BookingPortal.Tests.Tidy.Checks;

/// <summary>Names are the field's own words; these are words of plumbing.</summary>
internal static class Names
{
    private static readonly Regex Declaration = new(@"\b(class|record\s+struct|record\s+class|record|struct|interface|enum)\s+(?<name>[A-Z]\w*)");

    private static readonly Regex BannedEnding = new(@"(?<=[a-z])(Service|Manager|Helper|Helpers|Util|Utils|Processor|Base|Impl|Dto)$");

    private static readonly string[] BannedFolders = ["Common", "Utils", "Shared", "Helpers"];

    public static IEnumerable<Finding> Check(IReadOnlyCollection<SourceFile> files)
    {
        var ours = files.Where(file => !file.IsMigration).ToList();
        var types = ours.SelectMany(TypesOf).ToList();
        var folders = ours.SelectMany(file => file.Path.Split('/')[..^1]).ToHashSet(StringComparer.Ordinal);

        var endings = types.Where(type => BannedEnding.IsMatch(type.Name))
            .Select(type => type.File.Found(type.Position, $"`{type.Name}` is named after plumbing. Say what it does in the words of the field."));
        var banned = ours.Where(file => file.Path.Split('/')[..^1].Intersect(BannedFolders).Any())
            .Select(file => new Finding(file.Path, 1, "A folder is named after a stage or a surface, not after what is left over."));
        var clashes = types.Where(type => folders.Contains(type.Name))
            .Select(type => type.File.Found(type.Position, $"`{type.Name}` is also a folder, so it cannot be named without its namespace."));
        return endings.Concat(banned).Concat(clashes);
    }

    /// <summary>A component's type is its file's name.</summary>
    private static IEnumerable<(SourceFile File, string Name, int Position)> TypesOf(SourceFile file) => file.IsRazor
        ? [(file, System.IO.Path.GetFileNameWithoutExtension(file.Path), 0)]
        : Declaration.Matches(file.Code).Select(match => (file, match.Groups["name"].Value, match.Index));
}
