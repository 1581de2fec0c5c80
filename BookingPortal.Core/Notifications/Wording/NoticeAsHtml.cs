using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>
/// A message as HTML that mail programs show alike: tables and inline styles, no picture, nothing loaded from outside, and
/// colours of its own for the dark. Every value is escaped; a template has no way to write HTML.
/// </summary>
internal static class NoticeAsHtml
{
    private const string Font = "font-family:-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif;";
    private const string Ink = "color:#14181b;";
    private const string Soft = "color:#4d5960;";

    private const string Dark = """
        :root{color-scheme:light dark;supported-color-schemes:light dark}
        @media (prefers-color-scheme:dark){
        .page{background:#0f1214!important}
        .sheet{background:#171b1e!important;border-left-color:#2b3237!important;border-right-color:#2b3237!important;border-bottom-color:#2b3237!important}
        .ink{color:#eef1f3!important}
        .soft{color:#a9b4bb!important}
        .line{border-color:#2b3237!important}
        }
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Render(string subject, TemplateText template, NoticeFacts facts, NoticeLanguage language)
    {
        string accent = IsColour(facts.Accent) ? facts.Accent : "#0f766e";
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"").Append(language.Words.Language).Append("\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Append("<title>").Append(Escape(subject)).Append("</title>\n<style>\n").Append(Dark.ReplaceLineEndings("\n")).Append("\n</style>\n</head>\n")
            .Append("<body class=\"page\" style=\"margin:0;padding:0;background:#f6f7f8;\">\n")
            .Append("<table role=\"presentation\" class=\"page\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"background:#f6f7f8;\"><tr><td align=\"center\" style=\"padding:24px 12px;\">\n")
            .Append("<table role=\"presentation\" class=\"sheet\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:560px;background:#ffffff;border:1px solid #e1e5e8;border-top:4px solid ")
            .Append(accent).Append(";border-radius:10px;\"><tr><td style=\"padding:24px;text-align:left;\">\n")
            .Append("<p class=\"soft\" style=\"margin:0 0 16px;font-size:14px;font-weight:600;").Append(Font).Append(Soft).Append("\">").Append(Escape(facts.SiteName)).Append("</p>\n");
        AppendBlocks(html, template, facts, accent);
        html.Append("</td></tr></table>\n");
        AppendFooter(html, facts, language);
        return html.Append("</td></tr></table>\n</body>\n</html>\n").ToString();
    }

    private static void AppendBlocks(StringBuilder html, TemplateText template, NoticeFacts facts, string accent)
    {
        foreach (TemplateBlock block in template.Blocks.Where(facts.Shows))
        {
            html.Append(block switch
            {
                TemplateBlock.Heading heading => $"<h1 class=\"ink\" style=\"margin:0 0 12px;font-size:22px;line-height:1.25;font-weight:650;{Font}{Ink}\">{Line(heading.Line, facts)}</h1>",
                TemplateBlock.Paragraph paragraph => $"<p class=\"ink\" style=\"margin:0 0 16px;font-size:15px;line-height:1.5;{Font}{Ink}\">{string.Join("<br>", paragraph.Lines.Select(line => Line(line, facts)))}</p>",
                TemplateBlock.Item item => $"<p class=\"ink\" style=\"margin:0 0 6px;padding-left:16px;font-size:15px;line-height:1.5;{Font}{Ink}\">• {Line(item.Line, facts)}</p>",
                TemplateBlock.Button button => $"<p style=\"margin:8px 0 20px;\"><a href=\"{Escape(facts.ValueOf(button.Link))}\" style=\"display:inline-block;padding:11px 18px;border-radius:7px;background:{accent};color:#ffffff;font-size:15px;font-weight:600;text-decoration:none;{Font}\">{Line(button.Label, facts)}</a></p>",
                TemplateBlock.Details => Details(facts),
                _ => throw new InvalidOperationException($"{block.GetType().Name} is not among the blocks."),
            }).Append('\n');
        }
    }

    /// <summary>A list of two columns, which screen readers read as pairs.</summary>
    private static string Details(NoticeFacts facts)
    {
        var rows = new StringBuilder("<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 16px;border-collapse:collapse;\">\n");
        foreach ((string label, string value) in facts.Details)
        {
            rows.Append("<tr><th scope=\"row\" class=\"soft line\" style=\"width:30%;padding:9px 12px 9px 0;border-top:1px solid #e1e5e8;font-size:14px;line-height:1.55;font-weight:400;text-align:left;vertical-align:top;").Append(Font).Append(Soft).Append("\">").Append(Escape(label))
                .Append("</th><td class=\"ink line\" style=\"padding:9px 0;border-top:1px solid #e1e5e8;font-size:15px;line-height:1.45;vertical-align:top;").Append(Font).Append(Ink).Append("\">").Append(Lines(value)).Append("</td></tr>\n");
        }

        return rows.Append("</table>").ToString();
    }

    private static void AppendFooter(StringBuilder html, NoticeFacts facts, NoticeLanguage language)
    {
        string small = $"margin:0;font-size:13px;line-height:1.5;{Font}{Soft}";
        html.Append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:560px;\"><tr><td style=\"padding:16px 24px;text-align:left;\">\n<p class=\"soft\" style=\"").Append(small).Append("\">")
            .Append(Escape(facts.SiteName)).Append(facts.SiteAddress is { } address ? $", {Escape(address)}" : "").Append("<br>").Append(Escape(facts.Because));
        if (facts.UnsubscribeUrl is { } unsubscribe)
        {
            html.Append("<br><a class=\"soft\" href=\"").Append(Escape(unsubscribe)).Append("\" style=\"").Append(Soft).Append("\">").Append(Escape(language.Words["unsubscribe"])).Append("</a>");
        }

        html.Append("</p>\n</td></tr></table>\n");
    }

    private static string Line(IReadOnlyList<TemplatePiece> pieces, NoticeFacts facts) => Lines(facts.Print(pieces));

    private static string Lines(string text) => Escape(text.ReplaceLineEndings("\n")).Replace("&#xA;", "<br>", StringComparison.Ordinal).Replace("\n", "<br>", StringComparison.Ordinal);

    private static string Escape(string text) => Encoder.Encode(text);

    private static bool IsColour(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);
}
