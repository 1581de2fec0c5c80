using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;

namespace BookingPortal.Core.Availability;

/// <summary>Raises version stamps in the transaction of the change they stand for.</summary>
public static class Stamps
{
    /// <param name="ids">Resources whose time changed, a service whose seats or daily count changed, or <see cref="VersionStamp.Catalog"/>.</param>
    public static async Task RaiseAsync(PortalContext db, IEnumerable<Guid> ids)
    {
        // One order for all, so that two writers of the same stamps never wait in a circle.
        Guid[] ordered = [.. ids.Distinct().Order()];
        foreach (Guid id in ordered)
        {
            if (await HotStatements.RaiseStamp.RunAsync(db, [id]) == 0)
            {
                await BulkInsert.RowAsync(db, new VersionStamp { Id = id });
            }
        }
    }
}
