using NodaTime;

namespace BookingPortal.BookOnline.Words;

/// <summary>Something the visitor must know before going on, said calmly and with a way on.</summary>
/// <param name="Title">What happened, in one short sentence.</param>
/// <param name="Text">What it means and what to do.</param>
/// <param name="Alternatives">Starts that can be had instead, nearest first.</param>
public sealed record Notice(string Title, string Text, IReadOnlyList<Instant> Alternatives)
{
    public static Notice Of(string title, string text) => new(title, text, []);
}
