using BookingPortal.Core.Data;

namespace BookingPortal.Core.Bookings;

/// <summary>Keeps the resources that a booking names in step with those it has claimed.</summary>
internal static class BookingResources
{
    public static async Task ReplaceAsync(PortalContext db, Booking booking, IReadOnlyList<Guid> resources)
    {
        if (booking.Resources.OrderBy(resource => resource.Group).Select(resource => resource.ResourceId).SequenceEqual(resources))
        {
            return;
        }

        // The keys (booking, group) come back, so the old rows have to be gone first.
        db.RemoveRange(booking.Resources);
        booking.Resources.Clear();
        await db.SaveChangesAsync();
        booking.Resources.AddRange(resources.Select((id, group) => new BookingResource { Group = group, ResourceId = id }));
    }
}
