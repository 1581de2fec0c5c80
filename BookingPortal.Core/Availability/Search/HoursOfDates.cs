using BookingPortal.Core.Time;

namespace BookingPortal.Core.Availability.Search;

/// <summary>What a set of rules and exceptions says of each date, in instants: the one reading of opening hours, for resources and sites alike.</summary>
internal sealed class HoursOfDates
{
    private readonly SiteTime.Stretch _clock;
    private readonly CompiledRule[] _rules;
    private readonly List<CompiledException> _exceptions = [];
    private readonly bool _alwaysOpen;

    public HoursOfDates(
        IReadOnlyList<AvailabilityRule> rules, IReadOnlyList<ExceptionPeriod> exceptions, SiteTime.Stretch clock, int firstDay, int lastDay)
    {
        _clock = clock;
        _alwaysOpen = rules.Count == 0;
        _rules = new CompiledRule[rules.Count];
        for (var i = 0; i < rules.Count; i++)
        {
            _rules[i] = new CompiledRule(rules[i]);
        }

        foreach (var exception in exceptions)
        {
            var compiled = new CompiledException(DayNumber.Of(exception.From), DayNumber.Of(exception.To), exception.Hours);
            if (compiled.FirstDay <= lastDay && firstDay <= compiled.LastDay)
            {
                _exceptions.Add(compiled);
            }
        }
    }

    /// <summary>No rules and no exceptions in these dates: no closing ever cuts anything.</summary>
    public bool NeverCloses => _alwaysOpen && _exceptions.Count == 0;

    /// <summary>Adds the openings that begin on a date, as the rules have them: not yet joined.</summary>
    public void AddTo(TimeList openings, int day)
    {
        foreach (var exception in _exceptions)
        {
            if (exception.FirstDay <= day && day <= exception.LastDay)
            {
                foreach (var hours in exception.Hours)
                {
                    Add(openings, day, hours.FromMinute, hours.EndMinute);
                }

                return;
            }
        }

        if (_alwaysOpen)
        {
            Add(openings, day, 0, MinuteOfDay.PerDay);
            return;
        }

        var weekday = 1 << DayNumber.WeekdayIndex(day);
        foreach (var rule in _rules)
        {
            if ((rule.Weekdays & weekday) != 0 && rule.FirstDay <= day && day <= rule.LastDay)
            {
                Add(openings, day, rule.FromMinute, rule.EndMinute);
            }
        }
    }

    private void Add(TimeList openings, int day, int fromMinute, int endMinute) =>
        openings.Add(_clock.ToTicks(day, fromMinute), _clock.ToTicks(day, endMinute));

    private readonly record struct CompiledRule(int Weekdays, int FromMinute, int EndMinute, int FirstDay, int LastDay)
    {
        public CompiledRule(AvailabilityRule rule)
            : this(
                (int)rule.Days,
                rule.Hours.FromMinute,
                rule.Hours.EndMinute,
                rule.ValidFrom is { } first ? DayNumber.Of(first) : int.MinValue,
                rule.ValidTo is { } last ? DayNumber.Of(last) : int.MaxValue)
        {
        }
    }

    private readonly record struct CompiledException(int FirstDay, int LastDay, IReadOnlyList<OpeningHours> Hours);
}
