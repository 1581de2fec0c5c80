using BookingPortal.Core.Availability;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>Gives all that a hold or booking has taken back, inside the write that ends it.</summary>
public static class GiveTimeBack
{
    /// <param name="stamps">Whose answers this makes old.</param>
    public static async Task RunAsync(WriteScope scope, Guid ownerId, Guid? sessionId, IEnumerable<Guid> stamps, Instant now)
    {
        await ClaimTable.ReleaseAsync(scope.Db, ownerId);
        await scope.Db.TakenTimes.Where(taken => taken.OwnerId == ownerId).ExecuteDeleteAsync();
        if (sessionId is { } session)
        {
            await SessionSeats.LeaveAsync(scope.Db, session, now);
        }

        await scope.Db.SaveChangesAsync();
        await Stamps.RaiseAsync(scope.Db, stamps);
    }
}
