using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability.Search;

/// <summary>
/// Walks through every start that the opening hours allow, in ascending order and each once: the starts of all primary
/// resources and the sessions that exist, merged. At each it knows who could take it.
/// </summary>
internal sealed class StartSweep : IDisposable
{
    private readonly SearchFrame _frame;
    private readonly StartTable _table;
    private readonly Guid[] _ids;
    private readonly bool _isClass;
    private readonly int _seatsAsked;
    private readonly List<SessionState> _sessions;
    private readonly RequiredResources _required;
    private int _nextRow;
    private int _nextSession;
    private int _limitReadForDay = int.MinValue;
    private bool _limitReached;

    public StartSweep(SlotFacts facts, SlotQuestion question)
    {
        _frame = new SearchFrame(facts, question);
        _required = new RequiredResources(_frame);
        _table = new StartTable(_frame, _required.Primary.Members);
        _ids = [.. _required.Primary.Members.Select(primary => primary.Calendar.Id)];
        _isClass = facts.Service.Kind == ServiceKind.Class;
        _seatsAsked = question.Seats;
        _sessions = [.. facts.Sessions.OrderBy(session => session.Start).ThenBy(session => session.Id)];
    }

    /// <summary>There are no more starts than this.</summary>
    public int MostStarts => _sessions.Count + _table.Count;

    public long Start { get; private set; }

    public long End { get; private set; }

    /// <summary>The site-local date of the start.</summary>
    public int Day { get; private set; }

    /// <summary>The session that runs at this start already, if one does.</summary>
    public SessionState? Session { get; private set; }

    /// <summary>The primary resources that could take this start, the strategy's first choice first; none = it is not offered.</summary>
    public List<Guid> Takers { get; } = [];

    /// <summary>The largest party that one booking could bring.</summary>
    public int SeatsLeft { get; private set; }

    public bool IsOffered { get; private set; }

    /// <summary>Whether the opening hours of all groups allow this start for this party, were nothing taken.</summary>
    public bool IsPossible()
    {
        if (IsOffered || Session is not null)
        {
            return true;
        }

        _required.LookAt(Start, End, ignoringClaims: true);
        foreach (var primary in _required.Primary.Members)
        {
            if (primary.IsOpen(Start, End) && MostSeats(primary.Calendar.Capacity) >= _seatsAsked && _required.CanServeBeside(primary, UnitsAsked))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Until when the same facts give the same answer: a hold expires, the first start asked about comes too near, or the
    /// window moves on. Known after the last start.
    /// </summary>
    /// <param name="firstStart">The earliest start that the answer speaks of; null = it speaks of none.</param>
    public Instant? TrueUntil(long? firstStart)
    {
        var until = _required.All.Min(resource => (long?)resource.FirstExpiry) ?? long.MaxValue;
        until = Math.Min(until, _frame.Facts.CountsChangeAt?.ToUnixTimeTicks() ?? long.MaxValue);
        if (firstStart is { } start)
        {
            // At exactly the notice it is still offered.
            until = Math.Min(until, start - (_frame.EarliestByNotice - _frame.Now) + 1);
        }

        if (_frame.LastOfferedDay < _frame.LastDay)
        {
            until = Math.Min(until, _frame.NextDayBegins);
        }

        return until == long.MaxValue ? null : Instant.FromUnixTimeTicks(until);
    }

    public bool MoveNext()
    {
        while (true)
        {
            Start = Math.Min(NextSessionStart(), NextResourceStart());
            if (Start == long.MaxValue)
            {
                return false;
            }

            Day = _frame.SiteClock.DayOf(Start);
            Session = TakeSession();
            var row = TakeRow();
            if (_frame.IsOnOfferedDay(Day))
            {
                if (Session is not null)
                {
                    ConsiderSession(Session);
                }
                else
                {
                    ConsiderResources(row);
                }

                return true;
            }
        }
    }

    /// <summary>Gives back what was borrowed: a search of a month works in arrays that are worth keeping for the next one.</summary>
    public void Dispose()
    {
        _table.Release();
        foreach (var resource in _required.All)
        {
            resource.Release();
        }
    }

    /// <summary>Units of the primary resource that one booking takes; a session takes one, and its seats are its own.</summary>
    private int UnitsAsked => _isClass ? 1 : _seatsAsked;

    private int MostSeats(int unitsFree) => _isClass && unitsFree > 0 ? _frame.Service.Seats : unitsFree;

    private long NextResourceStart() => _nextRow < _table.Count ? _table.StartOf(_nextRow) : long.MaxValue;

    private long NextSessionStart()
    {
        for (; _nextSession < _sessions.Count; _nextSession++)
        {
            var start = _sessions[_nextSession].Start.ToUnixTimeTicks();
            if (start >= _frame.Latest)
            {
                return long.MaxValue;
            }

            if (start >= _frame.Earliest)
            {
                return start;
            }
        }

        return long.MaxValue;
    }

    /// <summary>The session at this start, passing over any further one of the same start.</summary>
    private SessionState? TakeSession()
    {
        SessionState? taken = null;
        while (NextSessionStart() == Start)
        {
            taken ??= _sessions[_nextSession];
            _nextSession++;
        }

        return taken;
    }

    /// <summary>The row of this start; -1 where a session alone begins.</summary>
    private int TakeRow() => NextResourceStart() == Start ? _nextRow++ : -1;

    private void ConsiderSession(SessionState session)
    {
        Takers.Clear();
        var primaries = _frame.Service.Groups[0].AnyOf;
        foreach (var id in session.ResourceIds)
        {
            // Where the capacity allows it, one resource may fill two groups of a session.
            if (primaries.Contains(id) && !Takers.Contains(id) && (_frame.Question.PrimaryResource is null || _frame.Question.PrimaryResource == id))
            {
                Takers.Add(id);
            }
        }

        End = session.End.ToUnixTimeTicks();
        SeatsLeft = session.SeatsLeft;
        IsOffered = SeatsLeft >= _seatsAsked && !LimitReached() && (Takers.Count > 0 || _frame.Question.PrimaryResource is null);
    }

    private void ConsiderResources(int row)
    {
        Takers.Clear();
        End = _frame.EndOf(Start);
        SeatsLeft = 0;
        if (!LimitReached())
        {
            _required.LookAt(Start, End);
            foreach (var place in _required.Primary.OrderOn(Day))
            {
                var seats = MostSeats(_table.UnitsFree(row, place));
                if (seats >= _seatsAsked && _required.CanServeBeside(_required.Primary.Members[place], UnitsAsked))
                {
                    Takers.Add(_ids[place]);
                    SeatsLeft = Math.Max(SeatsLeft, seats);
                }
            }
        }

        IsOffered = Takers.Count > 0;
    }

    private bool LimitReached()
    {
        if (_frame.Service.MaxPerDay is not { } most)
        {
            return false;
        }

        if (_limitReadForDay != Day)
        {
            _limitReadForDay = Day;
            _limitReached = _frame.Facts.BookingsPerDay.GetValueOrDefault(DayNumber.ToDate(Day)) >= most;
        }

        return _limitReached;
    }
}
