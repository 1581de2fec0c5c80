using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>Gives a held slot back before it expires. Giving back what is gone already is no error.</summary>
public sealed class ReleaseHold(IWriteQueue writes, IClock clock)
{
    /// <returns>Whether there was still something to give back.</returns>
    public Task<bool> RunAsync(Guid holdId, CancellationToken cancellationToken = default) =>
        writes.RunAsync(
            async scope =>
            {
                Hold? hold = await scope.Db.Holds.SingleOrDefaultAsync(each => each.Id == holdId, cancellationToken);
                if (hold is null)
                {
                    return false;
                }

                scope.Db.Holds.Remove(hold);
                await GiveTimeBack.RunAsync(scope, holdId, hold.SessionId, hold.Resources.Append(hold.ServiceId), clock.GetCurrentInstant());
                return true;
            },
            cancellationToken);
}
