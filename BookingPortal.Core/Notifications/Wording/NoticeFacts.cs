namespace BookingPortal.Core.Notifications.Wording;

/// <summary>What one message knows: a value for each placeholder, and the list of facts.</summary>
/// <param name="Values">By placeholder; absent and empty are the same.</param>
/// <param name="Details">Label and value, in the reader's language.</param>
public sealed record NoticeFacts(IReadOnlyDictionary<string, string?> Values, IReadOnlyList<(string Label, string Value)> Details)
{
    public required string SiteName { get; init; }

    public string? SiteAddress { get; init; }

    /// <summary>The business's colour, as <c>#rrggbb</c>.</summary>
    public string Accent { get; init; } = "#0f766e";

    /// <summary>Why the reader gets it, in their language.</summary>
    public required string Because { get; init; }

    /// <summary>Null for mail that belongs to a contract.</summary>
    public string? UnsubscribeUrl { get; init; }

    public string ValueOf(string placeholder) => Values.GetValueOrDefault(placeholder) ?? "";

    /// <summary>Whether a block has everything that it asks for.</summary>
    public bool Shows(TemplateBlock block) =>
        block.OnlyWith.All(name => ValueOf(name).Length > 0)
        && (block is not TemplateBlock.Button button || ValueOf(button.Link).Length > 0)
        && (block is not TemplateBlock.Details || Details.Count > 0);

    public string Print(IReadOnlyList<TemplatePiece> pieces) =>
        string.Concat(pieces.Select(piece => piece.Text ?? ValueOf(piece.Placeholder!)));
}

/// <summary>A message in words, ready to be addressed.</summary>
public sealed record RenderedNotice(string Subject, string Text, string Html)
{
    public static RenderedNotice Of(TemplateText template, NoticeFacts facts, NoticeLanguage language)
    {
        string subject = OneLine(facts.Print(template.Subject));
        return new RenderedNotice(subject, NoticeAsText.Render(template, facts, language), NoticeAsHtml.Render(subject, template, facts, language));
    }

    /// <summary>An SMS is its paragraphs on one line, without accents where they would make it longer than two segments.</summary>
    public static string AsSms(TemplateText template, NoticeFacts facts) =>
        SmsText.Fit(OneLine(string.Join(' ', template.Blocks.Where(facts.Shows).OfType<TemplateBlock.Paragraph>().SelectMany(block => block.Lines).Select(facts.Print))));

    private static string OneLine(string text) =>
        string.Join(' ', text.Split([' ', '\n', '\r', '\t', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));
}
