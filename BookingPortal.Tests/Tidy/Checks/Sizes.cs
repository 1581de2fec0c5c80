using System.Text.RegularExpressions;

namespace BookingPortal.Tests.Tidy.Checks;

/// <summary>A file that fits in the head. (The length of methods is the compiler's business: MA0051.)</summary>
internal static class Sizes
{
    private const int CodeLines = 400;
    private const int RazorLines = 250;

    /// <summary>Tests may be longer: they are read one at a time.</summary>
    private const int TestLines = 600;

    private const int ConstructorParameters = 6;

    private static readonly Regex ClassConstructor = new(@"(?<!record )\bclass\s+\w+(<[^>(]*>)?\s*\((?<list>(?>[^()]+|\((?<depth>)|\)(?<-depth>))*(?(depth)(?!)))\)");

    public static IEnumerable<Finding> Check(IEnumerable<SourceFile> files)
    {
        foreach (SourceFile file in files.Where(each => !each.IsMigration))
        {
            int lines = file.Text.AsSpan().Count('\n');
            int limit = file.IsRazor ? RazorLines : file.IsIn("BookingPortal.Tests/") ? TestLines : CodeLines;
            if (lines > limit)
            {
                yield return new Finding(file.Path, lines, $"{lines} lines; {limit} are the limit. Split it by what it is about.");
            }

            foreach (Match match in ClassConstructor.Matches(file.Code))
            {
                int parameters = CountParameters(match.Groups["list"].Value);
                if (parameters > ConstructorParameters)
                {
                    yield return file.Found(match.Index, $"{parameters} constructor parameters; {ConstructorParameters} are the limit. It does more than one thing.");
                }
            }
        }
    }

    private static int CountParameters(string list)
    {
        int depth = 0;
        int commas = 0;
        foreach (char each in list)
        {
            depth += each is '<' or '(' or '[' ? 1 : each is '>' or ')' or ']' ? -1 : 0;
            commas += each == ',' && depth == 0 ? 1 : 0;
        }

        return string.IsNullOrWhiteSpace(list) ? 0 : commas + 1;
    }
}
