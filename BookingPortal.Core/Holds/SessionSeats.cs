using BookingPortal.Core.Availability;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>
/// Begins, joins and empties sessions of classes inside a write. Joining and emptying both raise the session's version,
/// so that of two that meet only one succeeds and the other runs again.
/// </summary>
public static class SessionSeats
{
    /// <summary>Keeps a session at least as long as the seat that was just taken in it; false when the session is gone.</summary>
    /// <param name="expiresAt">The hold's expiry, or null for a booking.</param>
    public static async Task<bool> TryJoinAsync(WriteScope scope, Guid sessionId, Instant? expiresAt, Instant now)
    {
        Session? session = await scope.Db.Sessions.SingleOrDefaultAsync(each => each.Id == sessionId);
        if (session is null || session.ExpiresAt <= now)
        {
            scope.Undo();
            return false;
        }

        session.Version++;
        if (session.ExpiresAt is { } soonest && (expiresAt is null || expiresAt > soonest))
        {
            await ExpireAtAsync(scope.Db, session, expiresAt);
        }

        return true;
    }

    /// <summary>
    /// After seats were given back: a session that nobody attends any more gives its resources back, unless staff
    /// scheduled it; one that only holds keep lasts as long as the longest of them.
    /// </summary>
    public static async Task LeaveAsync(PortalContext db, Guid sessionId, Instant now)
    {
        Session? session = await db.Sessions.SingleOrDefaultAsync(each => each.Id == sessionId);
        if (session is null)
        {
            return;
        }

        session.Version++;
        if (session.IsScheduled)
        {
            return;
        }

        List<Instant?> stays = await db.TakenTimes
            .Where(seat => seat.ResourceId == sessionId && (seat.ExpiresAt == null || seat.ExpiresAt > now))
            .Select(seat => seat.ExpiresAt)
            .ToListAsync();
        if (stays.Count == 0)
        {
            await EndAsync(db, session);
        }
        else if (!stays.Contains(null))
        {
            await ExpireAtAsync(db, session, stays.Max());
        }
    }

    /// <summary>Removes a session with all that it took.</summary>
    public static async Task EndAsync(PortalContext db, Session session)
    {
        await ClaimTable.ReleaseAsync(db, session.Id);
        await db.TakenTimes.Where(taken => taken.OwnerId == session.Id).ExecuteDeleteAsync();

        // What is left of its seats has expired; a new session gets a new id and can not meet them.
        await db.SlotClaims.Where(seat => seat.ResourceId == session.Id).ExecuteDeleteAsync();
        await db.TakenTimes.Where(seat => seat.ResourceId == session.Id).ExecuteDeleteAsync();
        db.Sessions.Remove(session);
    }

    private static async Task ExpireAtAsync(PortalContext db, Session session, Instant? expiresAt)
    {
        session.ExpiresAt = expiresAt;
        await ClaimTable.KeepAsync(db, session.Id, expiresAt);
        await db.TakenTimes
            .Where(taken => taken.OwnerId == session.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(taken => taken.ExpiresAt, expiresAt));
    }
}
