using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;

namespace BookingPortal.Core.Holds;

/// <summary>A slot with everything decided that a write needs: which resources, which units, which session.</summary>
public sealed record SlotPlan(
    Site Site,
    Service Service,
    SlotTimes Times,
    IReadOnlyList<Guid> Resources,
    Taking Taking,
    IReadOnlyList<ClaimedCell> Cells)
{
    /// <summary>The session whose seats are taken; null for anything but a class.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The session that this customer begins, with what it takes; null when it exists already.</summary>
    public SessionPlan? Begins { get; init; }

    /// <summary>Whose answers this makes old: the resources, and the service where its days or seats are counted.</summary>
    public IEnumerable<Guid> Stamps =>
        Service.MaxPerDay is not null || Service.Kind == ServiceKind.Class ? Resources.Append(Service.Id) : Resources;
}

/// <summary>A session about to begin, and the resources it takes for itself.</summary>
public sealed record SessionPlan(Session Session, Taking Taking, IReadOnlyList<ClaimedCell> Cells);
