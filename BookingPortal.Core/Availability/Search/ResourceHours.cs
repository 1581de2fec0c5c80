namespace BookingPortal.Core.Availability.Search;

/// <summary>When a resource is open around the dates asked for. Most people of a site keep the same hours, and then they share one.</summary>
internal sealed class ResourceHours
{
    private readonly ResourceCalendar _calendar;

    public ResourceHours(ResourceCalendar calendar, SearchFrame frame)
    {
        _calendar = calendar;
        Openings = Opening.AllOf(calendar, frame);
        Open = new TimeList(Openings.Count);
        foreach (var opening in Openings)
        {
            Open.Add(opening.From, opening.To);
        }

        Open.SortAndJoin();
    }

    /// <summary>By date and then by time; each anchors a grid of its own.</summary>
    public List<Opening> Openings { get; }

    /// <summary>The openings with those of neighbouring dates joined: what decides whether a start fits.</summary>
    public TimeList Open { get; }

    /// <summary>Whether another resource is open at just these times, because it is written down in the same way.</summary>
    public bool AreKeptBy(ResourceCalendar other) =>
        _calendar.Zone.Equals(other.Zone) && _calendar.Rules.SequenceEqual(other.Rules) && AreSame(_calendar.Exceptions, other.Exceptions);

    private static bool AreSame(IReadOnlyList<ExceptionPeriod> some, IReadOnlyList<ExceptionPeriod> others) =>
        some.Count == others.Count
        && some.Zip(others).All(pair => pair.First.From == pair.Second.From && pair.First.To == pair.Second.To && pair.First.Hours.SequenceEqual(pair.Second.Hours));
}
