namespace BookingPortal.Calendar;

/// <summary>
/// Everything the script draws, ready made. Times are wall times of the site without an offset ("2026-11-24T10:30:00"), and the
/// script runs as if they were UTC: no zone rule of the browser ever touches them.
/// </summary>
/// <param name="View">day, week, month or list.</param>
/// <param name="FirstDate">ISO date at which the view begins.</param>
/// <param name="Now">The site's wall clock.</param>
/// <param name="Columns">The people and rooms of the day view, in order; empty in all others.</param>
/// <param name="DayBegins">First hour shown, such as 07:00:00.</param>
/// <param name="DayEnds">Last hour shown; past 24 where an opening crosses midnight.</param>
public sealed record CalendarPicture(
    string View,
    string FirstDate,
    string Now,
    IReadOnlyList<PictureColumn> Columns,
    IReadOnlyList<PictureEntry> Entries,
    IReadOnlyList<PictureShade> Shades,
    string DayBegins,
    string DayEnds,
    string? Selected);

/// <param name="Initials">What stands in the round sign.</param>
/// <param name="Note">How the day looks for them, in three words.</param>
public sealed record PictureColumn(string Id, string Name, string Initials, string Note);

/// <param name="Columns">Which columns of the day view it stands in.</param>
/// <param name="Note">The second line: service, party, which pass of a repeated hour.</param>
/// <param name="Sign">One character for the status.</param>
/// <param name="Tone">CSS classes.</param>
/// <param name="Label">All of it in words, for screen readers.</param>
public sealed record PictureEntry(
    string Id,
    string Kind,
    string Start,
    string End,
    bool AllDay,
    IReadOnlyList<int> Columns,
    string Title,
    string Note,
    string Sign,
    string Status,
    string Tone,
    string Colour,
    string Label);

/// <summary>Time that is closed, or a buffer; drawn behind the entries.</summary>
/// <param name="Column">Of the day view; 0 in all others.</param>
public sealed record PictureShade(string Start, string End, int Column, string Tone, string Colour);
