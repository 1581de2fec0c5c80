using BookingPortal.Core.Availability;
using NodaTime;
using NodaTime.TimeZones;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>
/// The design's section on availability, read out minute by minute: slow, obvious, and written without a look at the search.
/// It shares with it only the records of the question and the answer; local times go through NodaTime's own lenient resolver.
/// </summary>
internal sealed partial class SlowOracle
{
    private readonly SlotFacts _facts;
    private readonly SlotQuestion _question;
    private readonly long _firstMinute;
    private readonly int _minutes;
    private readonly LocalDate[] _siteDates;
    private readonly LocalTime[] _siteTimes;
    private readonly Dictionary<Guid, Day> _days = [];

    public SlowOracle(SlotFacts facts, SlotQuestion question)
    {
        _facts = facts;
        _question = question;
        var first = question.From.PlusDays(-4).AtMidnight().InUtc().ToInstant();
        var last = question.To.PlusDays(6 + facts.Service.Nights).AtMidnight().InUtc().ToInstant();
        _firstMinute = first.ToUnixTimeSeconds() / 60;
        _minutes = (int)((last.ToUnixTimeSeconds() / 60) - _firstMinute);
        _siteDates = new LocalDate[_minutes];
        _siteTimes = new LocalTime[_minutes];
        for (var i = 0; i < _minutes; i++)
        {
            var local = At(i).InZone(facts.Site.Zone).LocalDateTime;
            _siteDates[i] = local.Date;
            _siteTimes[i] = local.TimeOfDay;
        }

        var siteOpen = new bool[_minutes];
        foreach (var (_, open) in OpenMinutes(facts.Site.Hours, facts.Site.Exceptions, facts.Site.Zone))
        {
            Mark(siteOpen, open);
        }

        foreach (var resource in facts.Resources)
        {
            _days[resource.Id] = new Day(this, resource, siteOpen);
        }
    }

    public List<Slot> Slots()
    {
        var slots = new List<Slot>();
        var today = _question.Now.InZone(_facts.Site.Zone).Date;
        for (var i = 0; i < _minutes; i++)
        {
            if (_siteDates[i] < _question.From || _siteDates[i] > _question.To
                || _siteDates[i] > today.PlusDays(_facts.Service.WindowDays)
                || At(i) < _question.Now + Duration.FromMinutes(_facts.Service.MinNoticeMinutes)
                || LimitReached(i))
            {
                continue;
            }

            var session = _facts.Sessions.FirstOrDefault(session => session.Start == At(i));
            if ((session is null ? SlotAt(i) : SlotOf(session)) is { } slot)
            {
                slots.Add(slot);
            }
        }

        return slots;
    }

    private Slot? SlotOf(SessionState session)
    {
        var primaries = session.ResourceIds.Where(_facts.Service.Groups[0].AnyOf.Contains).Distinct().ToList();
        if (_question.PrimaryResource is { } asked)
        {
            if (!primaries.Contains(asked))
            {
                return null;
            }

            primaries = [asked];
        }

        var left = session.SeatsTotal - session.SeatsTaken;
        return left >= _question.Seats ? new Slot(session.Start, session.End, primaries, left) : null;
    }

    private Slot? SlotAt(int start)
    {
        var isClass = _facts.Service.Kind == ServiceKind.Class;
        var units = isClass ? 1 : _question.Seats;
        var takers = new List<(Guid Id, int Seats)>();
        var group = _facts.Service.Groups[0];
        foreach (var id in Ordered(group, _siteDates[start]))
        {
            if ((_question.PrimaryResource is { } asked && asked != id) || !_days.TryGetValue(id, out var day) || !day.MayStart(start))
            {
                continue;
            }

            var free = day.Free(start, EndOf(start));
            if (free < units || (isClass && _facts.Service.Seats < _question.Seats))
            {
                continue;
            }

            var left = _days.ToDictionary(pair => pair.Key, pair => pair.Value.Free(start, EndOf(start)));
            left[id] -= units;
            if (OthersCanBeServed(1, left))
            {
                takers.Add((id, isClass ? _facts.Service.Seats : free));
            }
        }

        return takers.Count == 0
            ? null
            : new Slot(At(start), At(EndOf(start)), [.. takers.Select(taker => taker.Id)], takers.Max(taker => taker.Seats));
    }

    /// <summary>Every way to give the groups from this one on a resource each.</summary>
    private bool OthersCanBeServed(int group, Dictionary<Guid, int> left)
    {
        if (group == _facts.Service.Groups.Count)
        {
            return true;
        }

        foreach (var id in _facts.Service.Groups[group].AnyOf.Where(id => left.GetValueOrDefault(id) > 0))
        {
            left[id]--;
            var served = OthersCanBeServed(group + 1, left);
            left[id]++;
            if (served)
            {
                return true;
            }
        }

        return false;
    }

    private List<Guid> Ordered(ResourceGroup group, LocalDate date)
    {
        var known = group.AnyOf.Distinct().Where(_days.ContainsKey).ToList();
        if (_question.PrimaryResource is { } asked)
        {
            known = [.. known.Where(id => id == asked)];
        }

        return group.Choose switch
        {
            ChoosingStrategy.Fewest => [.. known.OrderBy(id => _days[id].Resource.BookingsPerDay.GetValueOrDefault(date))],
            ChoosingStrategy.Rotate => [.. known.Skip(known.IndexOf(group.LastChosen ?? Guid.Empty) + 1), .. known.Take(known.IndexOf(group.LastChosen ?? Guid.Empty) + 1)],
            _ => known,
        };
    }

    private bool LimitReached(int minute) =>
        _facts.Service.MaxPerDay is { } most && _facts.BookingsPerDay.GetValueOrDefault(_siteDates[minute]) >= most;

    private int EndOf(int start)
    {
        var service = _facts.Service;
        return service.Kind == ServiceKind.Stay
            ? IndexOf(_siteDates[start].PlusDays(service.Nights), service.CheckOutMinute, _facts.Site.Zone)
            : start + service.DurationMinutes;
    }

    private Instant At(int minute) => Instant.FromUnixTimeSeconds((_firstMinute + minute) * 60);

    private int IndexOf(LocalDate date, int minuteOfDay, DateTimeZone zone)
    {
        var local = date.AtMidnight().PlusMinutes(minuteOfDay);
        var instant = zone.ResolveLocal(local, Resolvers.LenientResolver).ToInstant();
        return (int)((instant.ToUnixTimeSeconds() / 60) - _firstMinute);
    }

    /// <summary>For each local date the minutes that its hours open, before any cutting.</summary>
    private List<(LocalDate Date, List<(int From, int To)> Open)> OpenMinutes(
        IReadOnlyList<AvailabilityRule> rules, IReadOnlyList<ExceptionPeriod> exceptions, DateTimeZone zone)
    {
        var dates = new List<(LocalDate, List<(int, int)>)>();
        for (var date = _question.From.PlusDays(-4); date <= _question.To.PlusDays(5 + _facts.Service.Nights); date = date.PlusDays(1))
        {
            IEnumerable<OpeningHours> hours = rules.Count == 0
                ? [new OpeningHours(0, 1440)]
                : rules.Where(rule => OpensOn(rule, date)).Select(rule => rule.Hours);
            if (exceptions.FirstOrDefault(exception => exception.From <= date && date <= exception.To) is { } exception)
            {
                hours = exception.Hours;
            }

            var open = new List<(int, int)>();
            foreach (var (from, to) in hours)
            {
                open.Add((IndexOf(date, from, zone), IndexOf(date, to <= from ? to + 1440 : to, zone)));
            }

            dates.Add((date, open));
        }

        return dates;
    }

    private static bool OpensOn(AvailabilityRule rule, LocalDate date)
    {
        var name = Enum.Parse<Weekdays>(date.DayOfWeek.ToString());
        return rule.Days.HasFlag(name) && (rule.ValidFrom is not { } first || first <= date) && (rule.ValidTo is not { } last || date <= last);
    }

    private static void Mark(bool[] minutes, List<(int From, int To)> open)
    {
        foreach (var (from, to) in open)
        {
            for (var i = Math.Max(0, from); i < Math.Min(minutes.Length, to); i++)
            {
                minutes[i] = true;
            }
        }
    }
}
