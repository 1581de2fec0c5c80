using BookingPortal.Core.Availability;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>
/// Clears away what expired holds left behind. Nothing depends on it: an expired claim blocks nobody, this only keeps the
/// tables small. The hold itself stays a day longer, so that a late customer can still be asked to go on.
/// </summary>
public sealed class TidyHolds(IWriteQueue writes, IClock clock)
{
    private const int AtOnce = 200;
    private static readonly Duration KeepHoldFor = Duration.FromDays(1);

    /// <returns>How many expired intervals were cleared; call again at once while it is not 0.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken = default) =>
        writes.RunAsync(scope => TidyAsync(scope, clock.GetCurrentInstant()), cancellationToken);

    private static async Task<int> TidyAsync(WriteScope scope, Instant now)
    {
        PortalContext db = scope.Db;
        List<TakenTime> expired = await db.TakenTimes.AsNoTracking()
            .Where(taken => taken.ExpiresAt <= now)
            .OrderBy(taken => taken.ExpiresAt)
            .Take(AtOnce)
            .ToListAsync();
        foreach (Guid owner in expired.Select(taken => taken.OwnerId).Distinct())
        {
            // The expiry is asked again: a hold may have been renewed, and then its claims say so.
            await db.SlotClaims.Where(claim => claim.OwnerId == owner && claim.ExpiresAt <= now).ExecuteDeleteAsync();
            await db.TakenTimes.Where(taken => taken.OwnerId == owner && taken.ExpiresAt <= now).ExecuteDeleteAsync();
        }

        List<Session> sessions = await db.Sessions.Where(session => session.ExpiresAt <= now).OrderBy(session => session.ExpiresAt).Take(AtOnce).ToListAsync();
        foreach (Session session in sessions)
        {
            await SessionSeats.EndAsync(db, session);
        }

        Instant old = now - KeepHoldFor;
        await db.Holds.Where(hold => hold.ExpiresAt <= old).ExecuteDeleteAsync();
        await db.SaveChangesAsync();
        return expired.Count;
    }
}
