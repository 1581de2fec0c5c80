using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>Keeps the messages that a living worker is still at.</summary>
public sealed class RenewLeases(IWriteQueue writes, OutboxSettings settings, IClock clock)
{
    /// <returns>Those that another worker has by now: what is still done for them is of no use.</returns>
    public async Task<IReadOnlyList<TakenMessage>> RunAsync(IReadOnlyCollection<TakenMessage> held, CancellationToken cancellationToken = default)
    {
        List<TakenMessage> lost = [];
        foreach (TakenMessage[] some in held.Chunk(settings.TakeAtOnce))
        {
            Instant until = clock.GetCurrentInstant() + settings.Lease;
            HashSet<Guid> kept = await writes.RunAsync(scope => RenewAsync(scope.Db, some, until), cancellationToken);
            foreach (TakenMessage each in some)
            {
                if (kept.Contains(each.Effect.Id))
                {
                    each.LeaseUntil = until;
                }
                else
                {
                    lost.Add(each);
                }
            }
        }

        return lost;
    }

    private static async Task<HashSet<Guid>> RenewAsync(PortalContext db, TakenMessage[] held, Instant until)
    {
        HashSet<Guid> kept = [];
        foreach (IGrouping<int, TakenMessage> group in held.GroupBy(each => each.Fence))
        {
            List<Guid> ids = [.. group.Select(each => each.Effect.Id)];
            int fence = group.Key;
            IQueryable<OutboxMessage> mine = db.OutboxMessages
                .Where(message => ids.Contains(message.Id) && message.LeaseFence == fence && message.Status == OutboxStatus.Waiting);
            int renewed = await mine.ExecuteUpdateAsync(set => set
                .SetProperty(message => message.LeaseUntil, until)
                .SetProperty(message => message.DueAt, until));
            kept.UnionWith(renewed == ids.Count ? ids : await mine.Select(message => message.Id).ToListAsync());
        }

        return kept;
    }
}
