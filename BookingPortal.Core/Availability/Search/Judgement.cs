using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability.Search;

/// <summary>Asks every rule about one start, in order. It uses the same pieces as the search of whole ranges, so the two cannot disagree.</summary>
internal sealed class Judgement
{
    /// <summary>More alternatives than this are not worth their making: who lost as many races should look afresh.</summary>
    private const int MostChoices = 16;

    private readonly SlotFacts _facts;
    private readonly SlotQuestion _question;
    private readonly SearchFrame _frame;
    private readonly RequiredResources _required;
    private readonly WhyWords _words;
    private readonly List<long> _candidates = [];
    private readonly long _start;
    private readonly long _end;
    private readonly int _day;

    public Judgement(SlotFacts facts, SlotQuestion question, Instant start)
    {
        var date = SiteTime.DateOf(start, facts.Site.Zone);
        _facts = facts;
        _question = question with { From = date, To = date };
        _frame = new SearchFrame(facts, _question);
        _required = new RequiredResources(_frame);
        _start = start.ToUnixTimeTicks();
        _end = _frame.EndOf(_start);
        _day = _frame.SiteClock.DayOf(_start);
        _words = new WhyWords(_frame, start, Instant.FromUnixTimeTicks(_end));
    }

    private bool IsClass => _facts.Service.Kind == ServiceKind.Class;

    private int UnitsAsked => IsClass ? 1 : _question.Seats;

    public SlotVerdict Decide()
    {
        if (WhyNotNow() is { } early)
        {
            return new SlotVerdict.NotOffered(early);
        }

        var session = _facts.Sessions.Where(session => session.Start.ToUnixTimeTicks() == _start).OrderBy(session => session.Id).FirstOrDefault();
        return session is null ? DecideByResources() : DecideBySession(session);
    }

    private WhyNot? WhyNotNow()
    {
        if (!_facts.Site.TakesBookings)
        {
            return _words.SiteTakesNoBookings();
        }

        if (_start < _frame.EarliestByNotice)
        {
            return _words.TooSoon();
        }

        return _day > _frame.LastOfferedDay ? _words.BeyondWindow() : null;
    }

    private SlotVerdict DecideBySession(SessionState session)
    {
        if (_question.Seats > session.SeatsTotal)
        {
            return new SlotVerdict.NotOffered(_words.PartyTooLarge("This session", session.SeatsTotal));
        }

        if (LimitReached())
        {
            return new SlotVerdict.Taken(_words.DayFull());
        }

        if (_question.PrimaryResource is { } asked && !(session.ResourceIds.Contains(asked) && _facts.Service.Groups[0].AnyOf.Contains(asked)))
        {
            return new SlotVerdict.Taken(_words.SessionWithSomebodyElse());
        }

        return session.SeatsLeft < _question.Seats
            ? new SlotVerdict.Taken(_words.SessionFull(session))
            : new SlotVerdict.Offered(session.Start, session.End, [new Assignment(session.ResourceIds)], session.SeatsLeft, session.Id);
    }

    private SlotVerdict DecideByResources()
    {
        var takers = new List<ResourceSweep>();
        WhyNot? furthest = null;
        foreach (var place in _required.Primary.OrderOn(_day))
        {
            var primary = _required.Primary.Members[place];
            var why = WhyNotWith(primary);
            if (why is null)
            {
                takers.Add(primary);
            }
            else if (furthest is null || why.Rule > furthest.Rule)
            {
                furthest = why;
            }
        }

        if (takers.Count > 0)
        {
            return Offer(takers);
        }

        furthest ??= _words.WrongResource();
        return furthest.IsTaken ? new SlotVerdict.Taken(furthest) : new SlotVerdict.NotOffered(furthest);
    }

    private WhyNot? WhyNotWith(ResourceSweep primary)
    {
        var most = IsClass ? _facts.Service.Seats : primary.Calendar.Capacity;
        if (_question.Seats > most)
        {
            return _words.PartyTooLarge(primary.Calendar.Name, most);
        }

        if (_frame.SiteOpen is { } siteOpen && !siteOpen.Contains(_start, _start + 1))
        {
            return _words.SiteClosed();
        }

        if (!primary.IsOpen(_start, _start + 1))
        {
            return _words.ResourceClosed(primary.Calendar);
        }

        if (!primary.IsOpen(_start, _end))
        {
            return _words.DoesNotFit(primary);
        }

        CandidateStarts.Collect(_frame, primary, _candidates);
        if (_candidates.BinarySearch(_start) < 0)
        {
            return _words.OffTheGrid(primary.Calendar);
        }

        _required.LookAt(_start, _end, ignoringClaims: true);
        if (!_required.CanServeBeside(primary, UnitsAsked))
        {
            return _words.OtherResourceClosed(_required);
        }

        if (LimitReached())
        {
            return _words.DayFull();
        }

        if (primary.FreeUnits(_start, _end) < UnitsAsked)
        {
            return _words.Taken(primary, UnitsAsked);
        }

        _required.LookAt(_start, _end);
        return _required.CanServeBeside(primary, UnitsAsked) ? null : _words.OtherResourceTaken(_required);
    }

    private SlotVerdict.Offered Offer(List<ResourceSweep> takers)
    {
        _required.Measure(_start, _end);
        var mostFree = takers.Count;
        foreach (var other in _required.Others)
        {
            mostFree = Math.Max(mostFree, other.Members.Count(member => member.IsOpen(_start, _end) && member.FreeUnits(_start, _end) > 0));
        }

        var choices = new List<Assignment>();
        for (var turn = 0; turn < Math.Min(mostFree, MostChoices); turn++)
        {
            var primary = takers[turn % takers.Count];
            if (_required.AssignOthers(primary, UnitsAsked, _day, turn) is { } others)
            {
                Guid[] resources = [primary.Calendar.Id, .. others.Select(index => _required.All[index].Calendar.Id)];
                if (!choices.Exists(choice => choice.Resources.SequenceEqual(resources)))
                {
                    choices.Add(new Assignment(resources));
                }
            }
        }

        var seatsLeft = IsClass ? _facts.Service.Seats : takers.Max(taker => taker.FreeUnits(_start, _end));
        return new SlotVerdict.Offered(Instant.FromUnixTimeTicks(_start), Instant.FromUnixTimeTicks(_end), choices, seatsLeft, Session: null);
    }

    private bool LimitReached() =>
        _facts.Service.MaxPerDay is { } most && _facts.BookingsPerDay.GetValueOrDefault(DayNumber.ToDate(_day)) >= most;
}
