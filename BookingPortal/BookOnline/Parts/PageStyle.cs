using System.Text;

namespace BookingPortal.BookOnline.Parts;

/// <summary>
/// The customer pages' style sheets as they lie in wwwroot, to be written into the page itself: on a phone's network the
/// first paint then waits for one answer, not two. They are small, and compressed with the page.
/// </summary>
public sealed class PageStyle(IWebHostEnvironment environment)
{
    private static readonly string[] Sheets = ["tokens.css", "book.css"];

    private readonly Lazy<string> _text = new(() => Read(environment));

    public string Text => _text.Value;

    private static string Read(IWebHostEnvironment environment)
    {
        var text = new StringBuilder();
        foreach (string sheet in Sheets)
        {
            using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo(sheet).CreateReadStream(), Encoding.UTF8);
            text.Append(reader.ReadToEnd());
        }

        return text.ToString();
    }
}
