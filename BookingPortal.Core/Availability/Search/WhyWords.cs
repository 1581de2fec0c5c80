using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability.Search;

/// <summary>The sentences staff read when they ask why a time is not offered: each names what made it so.</summary>
internal sealed class WhyWords(SearchFrame frame, Instant start, Instant end)
{
    private readonly DateTimeZone _zone = frame.Facts.Site.Zone;

    public WhyNot SiteTakesNoBookings() => new(SlotRule.SiteClosed, $"{frame.Facts.Site.Name} takes no bookings at the moment.");

    public WhyNot TooSoon()
    {
        if (start < frame.Question.Now)
        {
            return new(SlotRule.TooSoon, "This time has passed.");
        }

        var earliest = Print(Instant.FromUnixTimeTicks(frame.EarliestByNotice));
        return new(SlotRule.TooSoon, $"Bookings close {Length(frame.Service.MinNoticeMinutes)} before the start, so nothing before {earliest} can be booked now.");
    }

    public WhyNot BeyondWindow()
    {
        var last = DayNumber.ToDate(frame.Today + frame.Service.WindowDays);
        return new(SlotRule.BeyondWindow, $"Bookings open {frame.Service.WindowDays} days ahead: {SiteTime.Print(last)} is the last date that can be booked today.");
    }

    public WhyNot WrongResource() =>
        new(SlotRule.WrongResource, "None of the people or things asked for can give this service.", frame.Question.PrimaryResource);

    public WhyNot PartyTooLarge(string name, int most) =>
        new(SlotRule.PartyTooLarge, $"{name} takes {most} at a time, and the party is {frame.Question.Seats}.");

    public WhyNot SiteClosed()
    {
        var site = frame.Facts.Site;
        var (isException, words) = ClosedWords.Of(site.Name, site.Hours, site.Exceptions, start.InZone(site.Zone));
        return new(isException ? SlotRule.SiteException : SlotRule.SiteClosed, words);
    }

    public WhyNot ResourceClosed(ResourceCalendar calendar)
    {
        var (isException, words) = ClosedWords.Of(calendar.Name, calendar.Rules, calendar.Exceptions, start.InZone(calendar.Zone));
        return new(isException ? SlotRule.ResourceException : SlotRule.ResourceClosed, words, calendar.Id);
    }

    public WhyNot DoesNotFit(ResourceSweep resource)
    {
        var closing = resource.Hours.Open.EndOfStretchAt(start.ToUnixTimeTicks());
        var isSites = frame.SiteOpen is { } siteOpen && siteOpen.EndOfStretchAt(start.ToUnixTimeTicks()) == closing;
        var who = isSites ? frame.Facts.Site.Name : resource.Calendar.Name;
        return new(
            SlotRule.DoesNotFit,
            $"It would last from {Print(start)} to {Print(end)}, and {who} closes at {Print(Instant.FromUnixTimeTicks(closing))}.",
            resource.Calendar.Id);
    }

    public WhyNot OffTheGrid(ResourceCalendar calendar)
    {
        var service = frame.Service;
        var words = (service.Kind, service.Grid) switch
        {
            (ServiceKind.Stay, _) => $"Guests arrive at {MinuteOfDay.Print(service.CheckInMinute)}.",
            (_, StartGrid.Clock) => $"It starts at round times, every {Length(service.EffectiveStepMinutes)} of the clock.",
            _ => $"It starts every {Length(service.EffectiveStepMinutes)}, counted from when {calendar.Name} opens.",
        };
        return new(SlotRule.OffTheGrid, words, calendar.Id);
    }

    public WhyNot OtherResourceClosed(RequiredResources required)
    {
        var (from, to) = (start.ToUnixTimeTicks(), end.ToUnixTimeTicks());
        var names = FirstGroupWithout(required, resource => resource.IsOpen(from, to));
        return new(SlotRule.OtherResourceClosed, $"It also needs one of {names}, and none is open for all of that time.");
    }

    public WhyNot OtherResourceTaken(RequiredResources required)
    {
        var (from, to) = (start.ToUnixTimeTicks(), end.ToUnixTimeTicks());
        var names = FirstGroupWithout(required, resource => resource.IsOpen(from, to) && resource.FreeUnits(from, to) > 0);
        return new(SlotRule.OtherResourceTaken, $"It also needs one of {names}, and none is free then.");
    }

    public WhyNot DayFull() =>
        new(SlotRule.DayFull, $"All {frame.Service.MaxPerDay} bookings that this service takes on {SiteTime.Print(SiteTime.DateOf(start, _zone))} are made.");

    public WhyNot SessionFull(SessionState session) =>
        new(SlotRule.SessionFull, $"The session has {session.SeatsLeft} of {session.SeatsTotal} seats left, and the party is {frame.Question.Seats}.");

    public WhyNot SessionWithSomebodyElse() =>
        new(SlotRule.SessionWithSomebodyElse, "The session at this time is with somebody else.", frame.Question.PrimaryResource);

    /// <summary>Booked, held or busy: the first of them that would be in the way without those that follow.</summary>
    public WhyNot Taken(ResourceSweep resource, int units)
    {
        var calendar = resource.Calendar;
        var (from, to) = (start.ToUnixTimeTicks(), end.ToUnixTimeTicks());
        var claims = resource.ClaimsInTheWay(from, to);
        var bookings = claims.FindAll(claim => claim.ExpiresAt is null);
        if (resource.UnitsBeside(bookings, from, to) < units)
        {
            var full = calendar.Capacity > 1 ? $" ({calendar.Capacity} units, too few of them free)" : "";
            return new(SlotRule.Booked, $"{calendar.Name} is booked from {Print(bookings[0].From)} to {Print(bookings[0].To)}, buffers included{full}.", calendar.Id);
        }

        if (resource.UnitsBeside(claims, from, to) < units)
        {
            var held = claims.Find(claim => claim.ExpiresAt is not null);
            return new(SlotRule.Held, $"A customer holds {calendar.Name} from {Print(held.From)} to {Print(held.To)}, until {Print(held.ExpiresAt!.Value)} unless they book.", calendar.Id);
        }

        return new(SlotRule.Busy, $"{calendar.Name} is busy in an outside calendar.", calendar.Id);
    }

    private static string FirstGroupWithout(RequiredResources required, Func<ResourceSweep, bool> can)
    {
        var group = required.Others.FirstOrDefault(other => !other.Members.Any(can)) ?? required.Others[0];
        return group.Members.Length == 0 ? "a group that nothing belongs to" : string.Join(", ", group.Members.Select(member => member.Calendar.Name));
    }

    private static string Length(int minutes) => minutes switch
    {
        >= 2880 when minutes % 1440 == 0 => $"{minutes / 1440} days",
        >= 120 when minutes % 60 == 0 => $"{minutes / 60} hours",
        _ => $"{minutes} minutes",
    };

    /// <summary>Staff have the start before them, with its date and zone.</summary>
    private string Print(Instant instant) => SiteTime.PrintBeside(instant, start, _zone);
}
