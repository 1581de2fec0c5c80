using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability.Search;

/// <summary>
/// Walks through every start that the opening hours allow, in ascending order and each once: the starts of all primary
/// resources and the sessions that exist, merged. At each it knows who could take it.
/// </summary>
internal sealed class StartSweep
{
    private readonly SearchFrame _frame;
    private readonly PrimaryStarts[] _starts;
    private readonly int[] _unitsFree;
    private readonly List<SessionState> _sessions;
    private readonly RequiredResources _required;
    private int _nextSession;
    private int _limitReadForDay = int.MinValue;
    private bool _limitReached;

    public StartSweep(SlotFacts facts, SlotQuestion question)
    {
        _frame = new SearchFrame(facts, question);
        _required = new RequiredResources(_frame);
        var primaries = _required.Primary.Members;
        var scratch = new List<long>();
        _starts = new PrimaryStarts[primaries.Length];
        for (var i = 0; i < primaries.Length; i++)
        {
            _starts[i] = new PrimaryStarts(_frame, primaries[i], scratch);
        }

        _unitsFree = new int[_required.All.Count];
        _sessions = [.. facts.Sessions.OrderBy(session => session.Start).ThenBy(session => session.Id)];
    }

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
            if (primary.IsOpen(Start, End) && MostSeats(primary.Calendar.Capacity) >= _frame.Question.Seats && _required.CanServeBeside(primary, UnitsAsked))
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
            TakeResources();
            if (_frame.IsOnOfferedDay(Day))
            {
                if (Session is not null)
                {
                    ConsiderSession(Session);
                }
                else
                {
                    ConsiderResources();
                }

                return true;
            }
        }
    }

    /// <summary>Units of the primary resource that one booking takes; a session takes one, and its seats are its own.</summary>
    private int UnitsAsked => _frame.Service.Kind == ServiceKind.Class ? 1 : _frame.Question.Seats;

    private int MostSeats(int unitsFree) => _frame.Service.Kind == ServiceKind.Class && unitsFree > 0 ? _frame.Service.Seats : unitsFree;

    private long NextResourceStart()
    {
        var next = long.MaxValue;
        foreach (var starts in _starts)
        {
            next = Math.Min(next, starts.Next);
        }

        return next;
    }

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

    private void TakeResources()
    {
        for (var i = 0; i < _starts.Length; i++)
        {
            _unitsFree[_required.Primary.Members[i].Index] = _starts[i].Next == Start ? _starts[i].Take() : 0;
        }
    }

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
        IsOffered = SeatsLeft >= _frame.Question.Seats && !LimitReached() && (Takers.Count > 0 || _frame.Question.PrimaryResource is null);
    }

    private void ConsiderResources()
    {
        Takers.Clear();
        End = _frame.EndOf(Start);
        SeatsLeft = 0;
        if (!LimitReached())
        {
            _required.LookAt(Start, End);
            foreach (var primary in _required.Primary.OrderOn(Day))
            {
                var seats = MostSeats(_unitsFree[primary.Index]);
                if (seats >= _frame.Question.Seats && _required.CanServeBeside(primary, UnitsAsked))
                {
                    Takers.Add(primary.Calendar.Id);
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
