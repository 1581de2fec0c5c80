namespace BookingPortal.Tests.Tidy;

/// <summary>A source file as the checks see it.</summary>
/// <param name="Path">From the root of the repository, with forward slashes.</param>
public sealed record SourceFile(string Path, string Text)
{
    private readonly Lazy<(string Code, string Comments)> _split = new(() =>
        Path.EndsWith(".razor", StringComparison.Ordinal) ? SourceText.SplitRazor(Text) : SourceText.Split(Text));

    /// <summary>The text with every comment and every literal blanked out; lines stay where they were.</summary>
    public string Code => _split.Value.Code;

    /// <summary>The comments alone; lines stay where they were.</summary>
    public string Comments => _split.Value.Comments;

    public bool IsRazor => Path.EndsWith(".razor", StringComparison.Ordinal);

    public bool IsMigration => Path.Contains("/Migrations/", StringComparison.Ordinal);

    public bool IsIn(string folder) => Path.StartsWith(folder, StringComparison.Ordinal);

    public Finding Found(int position, string rule) => new(Path, 1 + Text.AsSpan(0, position).Count('\n'), rule);
}

/// <summary>One place that breaks one rule.</summary>
public sealed record Finding(string Path, int Line, string Rule)
{
    public override string ToString() => $"{Path}:{Line}: {Rule}";
}
