using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Availability;

/// <summary>Raises version stamps in the transaction of the change they stand for.</summary>
public static class Stamps
{
    /// <param name="ids">Resources whose time changed, a service whose seats or daily count changed, or <see cref="VersionStamp.Catalog"/>.</param>
    public static async Task RaiseAsync(PortalContext db, IEnumerable<Guid> ids)
    {
        // One order for all, so that two writers of the same stamps never wait in a circle.
        Guid[] ordered = [.. ids.Distinct().Order()];
        int raised = await db.VersionStamps
            .Where(stamp => ordered.Contains(stamp.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(stamp => stamp.Version, stamp => stamp.Version + 1));
        if (raised == ordered.Length)
        {
            return;
        }

        HashSet<Guid> known = [.. await db.VersionStamps.Where(stamp => ordered.Contains(stamp.Id)).Select(stamp => stamp.Id).ToListAsync()];
        db.VersionStamps.AddRange(ordered.Where(id => !known.Contains(id)).Select(id => new VersionStamp { Id = id }));
        await db.SaveChangesAsync();
    }
}
