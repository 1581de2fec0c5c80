namespace BookingPortal.Core.Availability.Search;

/// <summary>
/// Gives each group one resource so that no resource gives more units than it has. Two groups may want the same room, so the
/// first free choice of one can be the only choice of another: Kuhn's augmenting paths move the first one over.
/// </summary>
internal sealed class GroupMatching(IReadOnlyList<int[]> preferences, int[] unitsLeft)
{
    private readonly int[] _chosen = [.. Enumerable.Repeat(-1, preferences.Count)];
    private readonly bool[] _tried = new bool[unitsLeft.Length];

    /// <summary>For each group the resource it gets, or null where they cannot all have one. Uses up <paramref name="unitsLeft"/>.</summary>
    public static int[]? TryAssign(IReadOnlyList<int[]> preferences, int[] unitsLeft)
    {
        var matching = new GroupMatching(preferences, unitsLeft);
        for (var group = 0; group < preferences.Count; group++)
        {
            Array.Clear(matching._tried);
            if (!matching.Place(group))
            {
                return null;
            }
        }

        return matching._chosen;
    }

    private bool Place(int group)
    {
        foreach (var resource in preferences[group])
        {
            if (!_tried[resource] && unitsLeft[resource] > 0)
            {
                unitsLeft[resource]--;
                _chosen[group] = resource;
                return true;
            }
        }

        foreach (var resource in preferences[group])
        {
            if (!_tried[resource])
            {
                _tried[resource] = true;
                if (MoveSomebodyOff(resource))
                {
                    _chosen[group] = resource;
                    return true;
                }
            }
        }

        return false;
    }

    private bool MoveSomebodyOff(int resource)
    {
        for (var other = 0; other < _chosen.Length; other++)
        {
            if (_chosen[other] == resource && Place(other))
            {
                return true;
            }
        }

        return false;
    }
}
