using BookingPortal.Core.Outcomes;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>
/// A template that was read: lines of text with placeholders. There is no code in it and no HTML; the same source becomes
/// the mail's text and its HTML, so the two cannot say different things.
/// </summary>
public sealed record TemplateText(IReadOnlyList<TemplatePiece> Subject, IReadOnlyList<TemplateBlock> Blocks)
{
    /// <summary>Longer ones are a paste gone wrong.</summary>
    public const int LongestBody = 8_000;

    public const int LongestSubject = 200;

    /// <summary>Reads a template, or says what is wrong with it and on which line.</summary>
    public static Outcome<TemplateText> Read(NoticeKind kind, string subject, string body)
    {
        var reader = new TemplateReader(NoticeKinds.PlaceholdersOf(kind));
        if (string.IsNullOrWhiteSpace(subject) || subject.Length > LongestSubject || subject.Any(char.IsControl))
        {
            return new Refusal.Invalid("subject", $"The subject is one line of at most {LongestSubject} characters.");
        }

        if (string.IsNullOrWhiteSpace(body))
        {
            return new Refusal.Invalid("body", "A message needs words.");
        }

        if (body.Length > LongestBody)
        {
            return new Refusal.Invalid("body", $"The text has {body.Length} characters; {LongestBody} fit.");
        }

        IReadOnlyList<TemplatePiece> subjectPieces = reader.Pieces(subject, "The subject");
        if (reader.Problem is { } wrongSubject)
        {
            return new Refusal.Invalid("subject", wrongSubject);
        }

        IReadOnlyList<TemplateBlock> blocks = reader.Blocks(body);
        return reader.Problem is { } wrongBody ? new Refusal.Invalid("body", wrongBody) : new TemplateText(subjectPieces, blocks);
    }
}

/// <summary>A stretch of plain text, or the name of what stands in its place.</summary>
/// <param name="Text">Null for a placeholder.</param>
/// <param name="Placeholder">Null for plain text.</param>
public sealed record TemplatePiece(string? Text, string? Placeholder);

/// <summary>One part of a message. The kinds are closed.</summary>
public abstract record TemplateBlock
{
    private TemplateBlock()
    {
    }

    /// <summary>Shown only where all of these have a value.</summary>
    public IReadOnlyList<string> OnlyWith { get; init; } = [];

    public sealed record Heading(IReadOnlyList<TemplatePiece> Line) : TemplateBlock;

    public sealed record Paragraph(IReadOnlyList<IReadOnlyList<TemplatePiece>> Lines) : TemplateBlock;

    public sealed record Item(IReadOnlyList<TemplatePiece> Line) : TemplateBlock;

    /// <summary>A link on a line of its own.</summary>
    public sealed record Button(IReadOnlyList<TemplatePiece> Label, string Link) : TemplateBlock;

    /// <summary>The list of facts: when, where, what.</summary>
    public sealed record Details : TemplateBlock;
}
