using System.Text.RegularExpressions;

namespace BookingPortal.Tests.Tidy.Checks;

/// <summary>
/// Nouns are pure, verbs touch the world. A file of a Core room is a verb's when it declares a method that returns a task
/// (a verb's <c>RunAsync</c>, a port's <c>SendAsync</c>, a step of a saga, what writes one table): only such a file may import
/// the database, files, the network or the web. Every other file is a noun's; and what is stored as a row is a noun even if
/// it has such a method. Data, Integrations and Jobs are the world themselves.
/// </summary>
internal static class Purity
{
    private const string Core = "BookingPortal.Core/";

    private static readonly string[] World = ["Data", "Integrations", "Jobs"];

    private static readonly Regex Import = new(
        @"^\s*(global\s+)?using\s+(static\s+)?(?<name>Microsoft\.EntityFrameworkCore|Microsoft\.Data|System\.IO|System\.Net|System\.Data|Microsoft\.AspNetCore)(?<rest>[\w.]*)\s*;",
        RegexOptions.Multiline);

    /// <summary>Namespaces of the world with something in them that is not: the account's own type, and the form of an address.</summary>
    private static readonly string[] PureAfterAll = ["Microsoft.AspNetCore.Identity", "System.Net.Mail"];

    private static readonly Regex Operation = new(@"\b(Task|ValueTask|IAsyncEnumerable)\b(<[^;{}()]*>)?\??\s+\w+\s*(<[^;{}()]*>)?\(");

    private static readonly Regex StoredRow = new(@"\bDbSet<(?<row>\w+)>");

    public static IEnumerable<Finding> Check(IReadOnlyCollection<SourceFile> files)
    {
        var rows = files.Where(file => file.IsIn(Core + "Data/"))
            .SelectMany(file => StoredRow.Matches(file.Code))
            .Select(match => match.Groups["row"].Value)
            .ToHashSet(StringComparer.Ordinal);
        return files.Where(IsInRoom)
            .Where(file => IsNoun(file, rows))
            .SelectMany(file => Import.Matches(file.Code)
                .Where(match => !PureAfterAll.Contains(match.Groups["name"].Value + match.Groups["rest"].Value))
                .Select(match => file.Found(match.Groups["name"].Index, $"A noun is pure, so it does not import {match.Groups["name"].Value}; what touches the world is a verb with a RunAsync.")));
    }

    private static bool IsInRoom(SourceFile file)
    {
        string[] parts = file.Path.Split('/');
        return file.IsIn(Core) && parts.Length > 2 && !World.Contains(parts[1]);
    }

    private static bool IsNoun(SourceFile file, HashSet<string> rows) =>
        !Operation.IsMatch(file.Code) || rows.Contains(System.IO.Path.GetFileNameWithoutExtension(file.Path));
}
