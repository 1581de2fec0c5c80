using BookingPortal.Core.Time;

namespace BookingPortal.Core.Availability.Search;

/// <summary>The order in which a group's strategy would take its resources on a date.</summary>
internal sealed class Preference
{
    private readonly ChoosingStrategy _strategy;
    private readonly int[] _order;
    private readonly int[] _load;
    private int _sortedForDay = int.MinValue;

    public Preference(ResourceGroup group, ResourceSweep[] members)
    {
        _strategy = group.Choose;
        Members = members;
        _order = new int[members.Length];
        _load = new int[members.Length];
        var first = _strategy == ChoosingStrategy.Rotate ? Array.FindIndex(members, member => member.Calendar.Id == group.LastChosen) + 1 : 0;
        for (var i = 0; i < members.Length; i++)
        {
            _order[i] = (first + i) % members.Length;
        }
    }

    /// <summary>The group's resources as it lists them.</summary>
    public ResourceSweep[] Members { get; }

    /// <summary>The places of the members, first choice first.</summary>
    public int[] OrderOn(int day)
    {
        if (_strategy == ChoosingStrategy.Fewest && _sortedForDay != day)
        {
            _sortedForDay = day;
            SortByLoad(DayNumber.ToDate(day));
        }

        return _order;
    }

    /// <summary>An insertion sort: groups are small, and it keeps the group's order where loads are equal.</summary>
    private void SortByLoad(NodaTime.LocalDate date)
    {
        for (var i = 0; i < Members.Length; i++)
        {
            var counts = Members[i].Calendar.BookingsPerDay;
            var load = counts.Count > 0 && counts.TryGetValue(date, out var bookings) ? bookings : 0;
            var place = i;
            for (; place > 0 && _load[place - 1] > load; place--)
            {
                _load[place] = _load[place - 1];
                _order[place] = _order[place - 1];
            }

            _load[place] = load;
            _order[place] = i;
        }
    }
}
