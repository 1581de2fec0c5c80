using System.Globalization;
using BookingPortal.Controls;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Calendar;

/// <summary>Turns what was read into what is drawn: instants become wall times here and nowhere else.</summary>
internal sealed class DrawCalendar(ReadCalendar.Found read, CalendarState state, IReadOnlySet<Guid> shown, IReadOnlyDictionary<Guid, string> colours)
{
    private const string NoColour = "#6b7280";

    private static readonly LocalDateTimePattern Wall = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");
    private static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private readonly Resource[] _columns = state.View == CalendarView.Day ? [.. read.Resources.Where(resource => shown.Contains(resource.Id))] : [];

    public CalendarPicture Draw(Guid? selected)
    {
        CalendarItem[] entries = [.. read.Entries.Where(entry => entry.Resources.Any(shown.Contains))];
        (int begins, int ends) = Hours(entries);
        return new CalendarPicture(
            state.View.ToString().ToLowerInvariant(),
            LocalDatePattern.Iso.Format(state.View == CalendarView.Month ? state.Date : state.FirstDate),
            Print(read.Now),
            [.. _columns.Select(resource => Describe(resource, entries))],
            [.. entries.Select(Describe)],
            [.. Closed(), .. Buffers(entries)],
            $"{begins:00}:00:00",
            $"{ends:00}:00:00",
            selected?.ToString());
    }

    private PictureColumn Describe(Resource resource, CalendarItem[] entries)
    {
        Interval[] open = [.. OnDate(read.Open[resource.Id])];
        Duration total = Sum(open);
        Duration taken = Sum(entries
            .Where(entry => !entry.IsStay && !IsOff(entry) && entry.Resources.Contains(resource.Id))
            .SelectMany(entry => open.Select(opening => Cut(opening, entry.StartsAt, entry.EndsAt)).OfType<Interval>()));
        string note = total == Duration.Zero ? "not in today"
            : resource.Capacity > 1 ? string.Create(CultureInfo.InvariantCulture, $"room for {resource.Capacity}")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(100, Math.Round(100 * taken.TotalMinutes / total.TotalMinutes))} % booked");
        return new PictureColumn(resource.Id.ToString(), resource.Name, Initials(resource.Name), note);
    }

    private PictureEntry Describe(CalendarItem entry)
    {
        (string start, string end) = Times(entry);
        string service = entry.ServiceId is { } id ? read.Catalog.Service(id).Name : "";
        StatusLook? status = entry.Status is { } known ? StatusLook.Of(known) : null;
        (string note, string sign, string word, string tone) = entry.Kind switch
        {
            CalendarItemKind.Booking => (entry.Seats > 1 ? $"{service}, {entry.Seats} people" : service, status!.Sign, status.Word, entry.Status.ToString()!.ToLowerInvariant()),
            CalendarItemKind.Hold => (service, "◷", $"Held until {PrintHour(entry.ExpiresAt!.Value)}", "held"),
            CalendarItemKind.Session => ($"{entry.Seats}/{entry.SeatsTotal} seats", "", entry.Seats >= entry.SeatsTotal ? "Full" : "Class", "session"),
            _ => ("", "", "Not free", "busy"),
        };
        string title = entry.Kind == CalendarItemKind.Hold ? word : entry.Title;
        string pass = Pass(entry);
        string with = string.Join(", ", entry.Resources.Select(each => read.Catalog.Resource(each).Name));
        return new PictureEntry(
            entry.Id.ToString(),
            entry.Kind.ToString().ToLowerInvariant(),
            start,
            end,
            entry.IsStay,
            ColumnsOf(entry),
            title,
            string.Join(" · ", new[] { note, pass }.Where(part => part.Length > 0)),
            sign,
            word,
            tone,
            entry.ServiceId is { } coloured ? colours.GetValueOrDefault(coloured, NoColour) : NoColour,
            $"{title}, {note}, {PrintHour(entry.StartsAt)} to {PrintHour(entry.EndsAt)}{(pass.Length > 0 ? $" ({pass})" : "")}, {word}, {with}");
    }

    /// <summary>A stay is drawn by date. Anything else keeps its true length even where the wall clock steps back under it.</summary>
    private (string Start, string End) Times(CalendarItem entry)
    {
        LocalDateTime start = entry.StartsAt.InZone(read.Zone).LocalDateTime;
        if (entry.IsStay)
        {
            // In the day view the column beside it belongs to somebody else, so nothing may reach past its day.
            bool oneDay = state.View == CalendarView.Day;
            LocalDate leaves = entry.EndsAt.InZone(read.Zone).Date;
            return (LocalDatePattern.Iso.Format(oneDay ? state.Date : start.Date), LocalDatePattern.Iso.Format(oneDay ? state.Date.PlusDays(1) : leaves));
        }

        LocalDateTime byLength = start.PlusSeconds((long)(entry.EndsAt - entry.StartsAt).TotalSeconds);
        LocalDateTime end = entry.EndsAt.InZone(read.Zone).LocalDateTime;
        end = end <= start ? byLength : end;
        if (state.View == CalendarView.Day)
        {
            start = start.Date < state.Date ? state.Date.AtMidnight() : start;
            end = end.Date > state.Date ? state.Date.PlusDays(1).AtMidnight() : end;
        }

        return (Wall.Format(start), Wall.Format(end));
    }

    /// <summary>An hour that the wall shows twice says which of the two it is.</summary>
    private string Pass(CalendarItem entry) => SiteTime.PassOf(entry.StartsAt, read.Zone) switch
    {
        RepeatedHour.FirstPass => $"{PrintHour(entry.StartsAt)}, first pass",
        RepeatedHour.SecondPass => $"{PrintHour(entry.StartsAt)}, second pass",
        _ => "",
    };

    private int[] ColumnsOf(CalendarItem entry) =>
        state.View == CalendarView.Day
            ? [.. Enumerable.Range(0, _columns.Length).Where(i => entry.Resources.Contains(_columns[i].Id))]
            : [0];

    /// <summary>What is closed on each date shown: for one resource in the day view, for all of those shown together in the week.</summary>
    private IEnumerable<PictureShade> Closed()
    {
        if (state.View is CalendarView.Month or CalendarView.List)
        {
            return [];
        }

        if (state.View == CalendarView.Day)
        {
            return _columns.SelectMany((resource, column) => Gaps(state.Date, read.Open[resource.Id], column));
        }

        Interval[] any = [.. shown.Where(read.Open.ContainsKey).SelectMany(id => read.Open[id]).OrderBy(open => open.Start)];
        return Enumerable.Range(0, 7).SelectMany(day => Gaps(state.FirstDate.PlusDays(day), any, 0));
    }

    private IEnumerable<PictureShade> Gaps(LocalDate date, IEnumerable<Interval> open, int column)
    {
        Interval day = SiteTime.Day(date, read.Zone);
        Instant closedFrom = day.Start;
        foreach (Interval opening in open.Where(each => each.End > day.Start && each.Start < day.End))
        {
            if (opening.Start > closedFrom)
            {
                yield return Shade(date, closedFrom, opening.Start, column, "closed", "");
            }

            closedFrom = Instant.Max(closedFrom, opening.End);
        }

        if (closedFrom < day.End)
        {
            yield return Shade(date, closedFrom, day.End, column, "closed", "");
        }
    }

    private IEnumerable<PictureShade> Buffers(CalendarItem[] entries) =>
        state.View != CalendarView.Day
            ? []
            : from entry in entries
              where !entry.IsStay && !IsOff(entry) && entry.ServiceId is not null
              from column in ColumnsOf(entry)
              from buffer in new[] { (From: entry.StartsAt - entry.BufferBefore, To: entry.StartsAt), (From: entry.EndsAt, To: entry.EndsAt + entry.BufferAfter) }
              where buffer.To > buffer.From
              select Shade(state.Date, buffer.From, buffer.To, column, "buffer", colours.GetValueOrDefault(entry.ServiceId!.Value, NoColour));

    private PictureShade Shade(LocalDate date, Instant from, Instant to, int column, string tone, string colour)
    {
        LocalDateTime start = from.InZone(read.Zone).LocalDateTime;
        LocalDateTime end = to.InZone(read.Zone).LocalDateTime;
        LocalDateTime midnight = date.PlusDays(1).AtMidnight();
        return new PictureShade(Wall.Format(start), Wall.Format(end > midnight ? midnight : end), column, tone, colour);
    }

    /// <summary>The hours on the screen: where something is open or booked, with an hour of air around it.</summary>
    private (int Begins, int Ends) Hours(CalendarItem[] entries)
    {
        var minutes = new List<(int From, int To)>();
        IEnumerable<Interval> times = shown.Where(read.Open.ContainsKey).SelectMany(id => read.Open[id])
            .Concat(entries.Where(entry => !entry.IsStay).Select(entry => new Interval(entry.StartsAt, entry.EndsAt)));
        foreach (Interval time in times)
        {
            LocalDateTime from = time.Start.InZone(read.Zone).LocalDateTime;
            LocalDateTime to = time.End.InZone(read.Zone).LocalDateTime;
            bool withinOneDay = from.Date == to.Date;
            minutes.Add(withinOneDay ? (from.Hour, to.Hour + (to.Minute > 0 ? 1 : 0)) : to.TimeOfDay == LocalTime.Midnight && to.Date == from.Date.PlusDays(1) ? (from.Hour, 24) : (0, 24));
        }

        return minutes.Count == 0
            ? (8, 18)
            : (Math.Max(0, minutes.Min(each => each.From) - 1), Math.Min(24, minutes.Max(each => each.To) + 1));
    }

    /// <summary>It takes no time any more and stands there only to be found.</summary>
    private static bool IsOff(CalendarItem entry) => entry.Status is { } status && !Lifecycle.HoldsClaims(status);

    private IEnumerable<Interval> OnDate(IEnumerable<Interval> open)
    {
        Interval day = SiteTime.Day(state.Date, read.Zone);
        return open.Select(each => Cut(day, each.Start, each.End)).OfType<Interval>();
    }

    private static Interval? Cut(Interval within, Instant from, Instant to)
    {
        Instant start = Instant.Max(within.Start, from);
        Instant end = Instant.Min(within.End, to);
        return end > start ? new Interval(start, end) : null;
    }

    private static Duration Sum(IEnumerable<Interval> times) => times.Aggregate(Duration.Zero, (sum, time) => sum + time.Duration);

    private string Print(Instant instant) => Wall.Format(instant.InZone(read.Zone).LocalDateTime);

    private string PrintHour(Instant instant) => Hour.Format(instant.InZone(read.Zone).TimeOfDay);

    private static string Initials(string name) =>
        string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(word => char.ToUpperInvariant(word[0])));
}
