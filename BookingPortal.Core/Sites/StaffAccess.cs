using BookingPortal.Core.Bookings;

namespace BookingPortal.Core.Sites;

/// <summary>What one signed-in person may see and do: the one place where rights are decided, for pages and verbs alike.</summary>
/// <param name="Sites">The sites they work at; empty means all.</param>
/// <param name="ResourceId">Who they are themselves among the resources; null for people who are not booked.</param>
public sealed record StaffAccess(Guid AccountId, string Name, string Email, string Role, IReadOnlyList<Guid> Sites, Guid? ResourceId)
{
    public bool IsManager => Role == StaffRoles.Manager;

    /// <summary>Queues, jobs and circuits are one for all sites, and messages name customers of each: they are for managers who see all of them.</summary>
    public bool RunsTheMachinery => IsManager && Sites.Count == 0;

    /// <summary>The desk runs the day for everybody; managers are desk as well.</summary>
    public bool IsDesk => Role is StaffRoles.Desk or StaffRoles.Manager;

    /// <summary>The only resource whose bookings they see, or null when they see those of all colleagues. Nobody's, for staff who are none of the resources.</summary>
    public Guid? OnlyResource => IsDesk ? null : ResourceId ?? Guid.Empty;

    /// <summary>Staff see their own column; an account that is linked to no resource has none, and the pages say so.</summary>
    public bool HasNoColumn => OnlyResource == Guid.Empty;

    public bool SeesSite(Guid siteId) => Sites.Count == 0 || Sites.Contains(siteId);

    public bool SeesResource(Guid resourceId) => OnlyResource is null || OnlyResource == resourceId;

    public bool Sees(Booking booking) =>
        SeesSite(booking.SiteId) && (OnlyResource is null || booking.Resources.Exists(resource => resource.ResourceId == OnlyResource));

    /// <summary>The desk books for everybody, staff for themselves.</summary>
    public bool MayBook(Guid siteId) => SeesSite(siteId) && !HasNoColumn;

    /// <param name="resourceId">Whom the visit is with; null = anyone.</param>
    public bool MayBookWith(Guid siteId, Guid? resourceId) =>
        MayBook(siteId) && (OnlyResource is null || OnlyResource == resourceId);

    /// <summary>Everybody runs their own visits; what takes time or money from a customer is for the desk.</summary>
    public bool May(BookingVerb verb) => verb switch
    {
        BookingVerb.CheckIn or BookingVerb.Complete or BookingVerb.MarkNoShow or BookingVerb.Undo => true,
        BookingVerb.Approve or BookingVerb.Decline or BookingVerb.Cancel or BookingVerb.Reschedule or BookingVerb.Restore => IsDesk,
        _ => false,
    };
}
