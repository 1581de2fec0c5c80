using System.Text.RegularExpressions;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>Reads the lines of a template and remembers the first thing that is wrong.</summary>
internal sealed partial class TemplateReader(IReadOnlyList<string> known)
{
    private readonly List<TemplateBlock> _blocks = [];
    private readonly List<IReadOnlyList<TemplatePiece>> _paragraph = [];
    private readonly Stack<(string Name, int Line)> _open = new();

    public string? Problem { get; private set; }

    public IReadOnlyList<TemplateBlock> Blocks(string body)
    {
        string[] lines = body.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            ReadLine(lines[i].Trim(), i + 1);
        }

        EndParagraph();
        if (_open.TryPeek(out (string Name, int Line) open))
        {
            Say($"Line {open.Line}: {{{{#{open.Name}}}}} is never closed by {{{{/{open.Name}}}}}.");
        }

        return _blocks;
    }

    /// <param name="where">Begins the sentence that says what is wrong.</param>
    public IReadOnlyList<TemplatePiece> Pieces(string text, string where)
    {
        var pieces = new List<TemplatePiece>();
        int at = 0;
        while (at < text.Length)
        {
            int begin = text.IndexOf("{{", at, StringComparison.Ordinal);
            string plain = begin < 0 ? text[at..] : text[at..begin];
            if (plain.Contains("}}", StringComparison.Ordinal))
            {
                Say($"{where}: }}}} closes nothing.");
            }

            if (plain.Length > 0)
            {
                pieces.Add(new TemplatePiece(plain, null));
            }

            if (begin < 0)
            {
                break;
            }

            int end = text.IndexOf("}}", begin, StringComparison.Ordinal);
            if (end < 0)
            {
                Say($"{where}: {{{{ is never closed by }}}}.");
                break;
            }

            string name = text[(begin + 2)..end].Trim();
            Check(name, where);
            pieces.Add(new TemplatePiece(null, name));
            at = end + 2;
        }

        return pieces;
    }

    private void ReadLine(string line, int number)
    {
        string where = $"Line {number}";
        if (line.Length == 0)
        {
            EndParagraph();
        }
        else if (SectionMark().Match(line) is { Success: true } mark)
        {
            EndParagraph();
            OpenOrClose(mark.Groups["mark"].Value == "#", mark.Groups["name"].Value, number);
        }
        else if (line.Replace(" ", "", StringComparison.Ordinal) == "{{details}}")
        {
            Add(new TemplateBlock.Details());
        }
        else if (ButtonLine().Match(line) is { Success: true } button)
        {
            ReadButton(button.Groups["label"].Value, button.Groups["link"].Value, where);
        }
        else if (line.StartsWith("# ", StringComparison.Ordinal))
        {
            Add(new TemplateBlock.Heading(Pieces(line[2..].Trim(), where)));
        }
        else if (line.StartsWith("- ", StringComparison.Ordinal))
        {
            Add(new TemplateBlock.Item(Pieces(line[2..].Trim(), where)));
        }
        else
        {
            _paragraph.Add(Pieces(line, where));
        }
    }

    private void ReadButton(string label, string link, string where)
    {
        Check(link, where);
        if (Problem is null && !NoticeKinds.IsLink(link))
        {
            Say($"{where}: {{{{{link}}}}} is no address to open; a button can lead to {Listed(known.Where(NoticeKinds.IsLink))}.");
        }

        Add(new TemplateBlock.Button(Pieces(label, where), link));
    }

    private void OpenOrClose(bool opens, string name, int line)
    {
        if (opens)
        {
            Check(name, $"Line {line}");
            _open.Push((name, line));
        }
        else if (!_open.TryPop(out (string Name, int Line) open) || open.Name != name)
        {
            Say($"Line {line}: {{{{/{name}}}}} closes nothing that is open.");
        }
    }

    private void Add(TemplateBlock block)
    {
        EndParagraph();
        _blocks.Add(block with { OnlyWith = Condition() });
    }

    private void EndParagraph()
    {
        if (_paragraph.Count > 0)
        {
            _blocks.Add(new TemplateBlock.Paragraph([.. _paragraph]) { OnlyWith = Condition() });
            _paragraph.Clear();
        }
    }

    private string[] Condition() => [.. _open.Select(open => open.Name)];

    private void Check(string name, string where)
    {
        if (!known.Contains(name, StringComparer.Ordinal))
        {
            Say($"{where}: there is no {{{{{name}}}}} here. You can use {Listed(known)}.");
        }
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"{{{{{name}}}}}"));

    private void Say(string problem) => Problem ??= problem;

    [GeneratedRegex(@"^\{\{\s*(?<mark>[#/])\s*(?<name>[A-Za-z]+)\s*\}\}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SectionMark();

    [GeneratedRegex(@"^\[(?<label>[^\]]+)\]\(\s*\{\{\s*(?<link>[A-Za-z]+)\s*\}\}\s*\)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ButtonLine();
}
