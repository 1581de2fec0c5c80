using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability.Search;

/// <summary>The sentences staff read when they ask why a time is not offered: each names what made it so.</summary>
internal sealed class WhyWords(SearchFrame frame, Instant start, Instant end)
{
    private readonly DateTimeZone _zone = frame.Facts.Site.Zone;

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
        return new(SlotRule.BeyondWindow, $"Bookings open {frame.Service.WindowDays} days ahead: {last:R} is the last date that can be booked today.");
    }

    public WhyNot WrongResource() =>
        new(SlotRule.WrongResource, "None of the people or things asked for can give this service.", frame.Question.PrimaryResource);

    public WhyNot PartyTooLarge(string name, int most) =>
        new(SlotRule.PartyTooLarge, $"{name} takes {most} at a time, and the party is {frame.Question.Seats}.");

    public WhyNot SiteClosed()
    {
        var site = frame.Facts.Site;
        var date = SiteTime.DateOf(start, site.Zone);
        var isException = site.Exceptions.Any(exception => exception.Covers(date));
        return new(isException ? SlotRule.SiteException : SlotRule.SiteClosed, HoursInWords(site.Name, site.Hours, site.Exceptions, date));
    }

    public WhyNot ResourceClosed(ResourceCalendar calendar)
    {
        var date = SiteTime.DateOf(start, calendar.Zone);
        var isException = calendar.Exceptions.Any(exception => exception.Covers(date));
        var words = HoursInWords(calendar.Name, calendar.Rules, calendar.Exceptions, date);
        return new(isException ? SlotRule.ResourceException : SlotRule.ResourceClosed, words, calendar.Id);
    }

    public WhyNot DoesNotFit(ResourceSweep resource)
    {
        var closing = resource.Open.EndOfStretchAt(start.ToUnixTimeTicks());
        return new(
            SlotRule.DoesNotFit,
            $"From {Print(start)} it would last until {Print(end)}, and {resource.Calendar.Name} closes at {Print(Instant.FromUnixTimeTicks(closing))}.",
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
        new(SlotRule.DayFull, $"All {frame.Service.MaxPerDay} bookings that this service takes on {SiteTime.DateOf(start, _zone):R} are made.");

    public WhyNot SessionFull(SessionState session) =>
        new(SlotRule.SessionFull, $"The session has {session.SeatsLeft} of {session.SeatsTotal} seats left, and the party is {frame.Question.Seats}.");

    public WhyNot SessionWithSomebodyElse() =>
        new(SlotRule.SessionWithSomebodyElse, "The session at this time is with somebody else.", frame.Question.PrimaryResource);

    /// <summary>Busy, held or booked, whichever weighs more: a booking stays, a hold may end.</summary>
    public WhyNot Taken(ResourceSweep resource)
    {
        var calendar = resource.Calendar;
        var blocking = resource.ClaimsInTheWay(start.ToUnixTimeTicks(), end.ToUnixTimeTicks());
        var booked = blocking.FirstOrDefault(claim => claim.ExpiresAt is null);
        if (booked != default)
        {
            var units = calendar.Capacity > 1 ? $" ({calendar.Capacity} units, too few of them free)" : "";
            return new(SlotRule.Booked, $"{calendar.Name} is booked from {Print(booked.From)} to {Print(booked.To)}, buffers included{units}.", calendar.Id);
        }

        var held = blocking.FirstOrDefault();
        return held != default
            ? new(SlotRule.Held, $"A customer holds {calendar.Name} from {Print(held.From)} to {Print(held.To)}, until {Print(held.ExpiresAt!.Value)} unless they book.", calendar.Id)
            : new(SlotRule.Busy, $"{calendar.Name} is busy in an outside calendar.", calendar.Id);
    }

    private static string HoursInWords(
        string name, IReadOnlyList<AvailabilityRule> rules, IReadOnlyList<ExceptionPeriod> exceptions, LocalDate date)
    {
        var day = $"{date.DayOfWeek} {date:R}";
        if (exceptions.FirstOrDefault(exception => exception.Covers(date)) is { } covering)
        {
            return covering.Hours.Count == 0
                ? $"{name} is closed on {day}: the exception {covering}."
                : $"{name} is open {string.Join(", ", covering.Hours)} on {day}: the exception {covering}.";
        }

        var hours = rules.Where(rule => rule.OpensOn(date)).Select(rule => rule.Hours).OrderBy(opening => opening.FromMinute).ToList();
        return hours.Count == 0 ? $"{name} has no hours on {day}." : $"{name} is open {string.Join(", ", hours)} on {day}.";
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

    private string Print(Instant instant) => SiteTime.Print(instant, _zone);
}
