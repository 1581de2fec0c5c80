namespace BookingPortal.Core.Availability;

/// <summary>One way to serve a booking: a resource for each group of the service, in the groups' order; the first is the primary one.</summary>
public sealed record Assignment(IReadOnlyList<Guid> Resources)
{
    public Guid Primary => Resources[0];
}
