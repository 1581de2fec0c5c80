using System.Text;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>A message as plain text: for readers, watches and programs that show no HTML.</summary>
internal static class NoticeAsText
{
    public static string Render(TemplateText template, NoticeFacts facts, NoticeLanguage language)
    {
        var text = new StringBuilder();
        TemplateBlock? last = null;
        foreach (TemplateBlock block in template.Blocks.Where(facts.Shows))
        {
            bool goesOn = block is TemplateBlock.Item && last is TemplateBlock.Item;
            text.Append(last is null || goesOn ? "" : "\n").Append(Block(block, facts)).Append('\n');
            last = block;
        }

        text.Append("\n-- \n").Append(facts.SiteName).Append('\n');
        if (facts.SiteAddress is { } address)
        {
            text.Append(address).Append('\n');
        }

        text.Append(facts.Because).Append('\n');
        if (facts.UnsubscribeUrl is { } unsubscribe)
        {
            text.Append(language.Words["unsubscribe"]).Append(": ").Append(unsubscribe).Append('\n');
        }

        return text.ToString();
    }

    private static string Block(TemplateBlock block, NoticeFacts facts) => block switch
    {
        TemplateBlock.Heading heading => facts.Print(heading.Line),
        TemplateBlock.Paragraph paragraph => string.Join('\n', paragraph.Lines.Select(facts.Print)),
        TemplateBlock.Item item => $"- {facts.Print(item.Line)}",
        TemplateBlock.Button button => $"{facts.Print(button.Label)}:\n{facts.ValueOf(button.Link)}",
        TemplateBlock.Details => string.Join('\n', facts.Details.Select(detail => $"{detail.Label}: {detail.Value}")),
        _ => throw new InvalidOperationException($"{block.GetType().Name} is not among the blocks."),
    };
}
