using BookingPortal.Core.Bookings;
using NodaTime;

namespace BookingPortal.Desk;

/// <summary>Visits of a day that stand alike, as the desk thinks of them.</summary>
/// <param name="Tone">The colour of the count; a class of the token sheet.</param>
internal sealed record VisitGroup(string Id, string Heading, string Tone, IReadOnlyList<CalendarItem> Visits)
{
    /// <summary>Those who wait for a person first, those who left last; empty groups are left out.</summary>
    public static IReadOnlyList<VisitGroup> Of(IEnumerable<CalendarItem> items, Instant now)
    {
        ILookup<string, CalendarItem> by = items
            .Where(item => item.Kind is CalendarItemKind.Booking or CalendarItemKind.Session)
            .OrderBy(item => item.StartsAt).ThenBy(item => item.Title, StringComparer.CurrentCulture)
            .ToLookup(item => Place(item, now));
        VisitGroup[] all =
        [
            new("late", "Late", "warn", [.. by["late"]]),
            new("here", "Here now", "info", [.. by["here"]]),
            new("next", "Coming", "good", [.. by["next"]]),
            new("done", "Over", "", [.. by["done"]]),
        ];
        return [.. all.Where(group => group.Visits.Count > 0)];
    }

    private static string Place(CalendarItem item, Instant now) => item.Status switch
    {
        BookingStatus.CheckedIn => "here",
        BookingStatus.Completed or BookingStatus.NoShow => "done",
        null when item.EndsAt <= now => "done",
        null when item.StartsAt <= now => "here",

        // A stay that began on another day is not late: it is there.
        BookingStatus.Confirmed when item.IsStay && item.StartsAt <= now => item.EndsAt <= now ? "late" : "here",
        BookingStatus.Confirmed when item.StartsAt <= now => "late",
        _ => "next",
    };
}
