namespace BookingPortal.Core.Availability.Search;

/// <summary>The groups of a service with their resources made ready for one search, and whether all groups can be served at once.</summary>
internal sealed class RequiredResources
{
    private readonly Preference[] _others;
    private readonly bool _groupsAreApart;
    private readonly int[] _unitsFree;
    private bool _othersServed;

    public RequiredResources(SearchFrame frame)
    {
        var sweeps = new Dictionary<Guid, ResourceSweep>();
        var groups = frame.Service.Groups;
        var preferences = new Preference[groups.Count];
        for (var i = 0; i < groups.Count; i++)
        {
            var asked = i == 0 ? frame.Question.PrimaryResource : null;
            preferences[i] = new Preference(groups[i], Members(frame, groups[i], asked, sweeps));
        }

        Primary = preferences[0];
        _others = preferences[1..];
        All = [.. sweeps.Values.OrderBy(sweep => sweep.Index)];
        _groupsAreApart = preferences.Sum(preference => preference.Members.Length) == All.Count;
        _unitsFree = new int[All.Count];
    }

    /// <summary>The first group, or the one resource of it that the customer asked for.</summary>
    public Preference Primary { get; }

    public IReadOnlyList<Preference> Others => _others;

    public IReadOnlyList<ResourceSweep> All { get; }

    /// <summary>Looks at one time, for <see cref="CanServeBeside"/>; ignoring claims, as if nothing were taken.</summary>
    public void LookAt(long start, long end, bool ignoringClaims = false)
    {
        if (_others.Length == 0)
        {
            _othersServed = true;
        }
        else if (_groupsAreApart)
        {
            _othersServed = EachOtherGroupHasOne(start, end, ignoringClaims);
        }
        else
        {
            Measure(start, end, ignoringClaims);
        }
    }

    /// <summary>Whether the other groups each find a resource at the time looked at, while the primary one gives this party its units.</summary>
    public bool CanServeBeside(ResourceSweep primary, int seats) =>
        _others.Length == 0 || _groupsAreApart ? _othersServed : AssignOthers(primary, seats, day: null, turn: 0) is not null;

    /// <summary>Counts the free units of every resource at one time, for <see cref="AssignOthers"/>.</summary>
    public void Measure(long start, long end, bool ignoringClaims = false)
    {
        foreach (var resource in All)
        {
            _unitsFree[resource.Index] = Units(resource, start, end, ignoringClaims);
        }
    }

    /// <summary>
    /// Which resource each other group gets at the time measured, or null where they cannot all have one. Each turn begins one
    /// further down the strategies' orders, so that a customer who lost a race is sent where nobody else is going.
    /// </summary>
    public int[]? AssignOthers(ResourceSweep primary, int seats, int? day, int turn)
    {
        var orders = new List<int[]>(_others.Length);
        foreach (var other in _others)
        {
            var order = day is { } date ? other.OrderOn(date).Select(place => other.Members[place]) : other.Members;
            int[] free = [.. order.Where(resource => _unitsFree[resource.Index] > 0).Select(resource => resource.Index)];
            var first = free.Length == 0 ? 0 : turn % free.Length;
            orders.Add([.. free[first..], .. free[..first]]);
        }

        var unitsLeft = (int[])_unitsFree.Clone();
        unitsLeft[primary.Index] -= seats;
        return unitsLeft[primary.Index] < 0 ? null : GroupMatching.TryAssign(orders, unitsLeft);
    }

    private bool EachOtherGroupHasOne(long start, long end, bool ignoringClaims)
    {
        foreach (var other in _others)
        {
            if (!HasOne(other.Members, start, end, ignoringClaims))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasOne(ResourceSweep[] members, long start, long end, bool ignoringClaims)
    {
        foreach (var member in members)
        {
            if (Units(member, start, end, ignoringClaims) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int Units(ResourceSweep resource, long start, long end, bool ignoringClaims)
    {
        if (!resource.IsOpen(start, end))
        {
            return 0;
        }

        return ignoringClaims ? resource.Calendar.Capacity : resource.FreeUnits(start, end);
    }

    private static ResourceSweep[] Members(SearchFrame frame, ResourceGroup group, Guid? asked, Dictionary<Guid, ResourceSweep> sweeps)
    {
        var members = new List<ResourceSweep>(group.AnyOf.Count);
        foreach (var id in group.AnyOf.Distinct())
        {
            if (asked is not null && asked != id)
            {
                continue;
            }

            if (!sweeps.TryGetValue(id, out var sweep))
            {
                if (frame.Facts.Resources.FirstOrDefault(resource => resource.Id == id) is not { } calendar)
                {
                    continue;
                }

                sweep = new ResourceSweep(frame, calendar, sweeps.Count);
                sweeps.Add(id, sweep);
            }

            members.Add(sweep);
        }

        return [.. members];
    }
}
