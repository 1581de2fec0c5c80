using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>
/// Keeps the history honest: seals each event once and, sent back, compares what stands there with its seal and never writes
/// a seal anew. What differs is told to the managers; the reader goes on, so that new events are sealed all the same.
/// </summary>
public sealed class SealEvents : IEventSubscriber
{
    /// <summary>As its position and the audit call it.</summary>
    public const string Reader = "audit";

    public string Name => Reader;

    public Task<TakeEvents> LookAsync(EventBatch batch, CancellationToken cancellationToken) => Task.FromResult<TakeEvents>(async scope =>
    {
        // New ones follow the last seal there is, also where the end of the history was removed and begins anew.
        byte[] previous = await HashBeforeAsync(scope.Db, batch.IsReplay ? batch.First : long.MaxValue) ?? EventSeal.Start;
        if (batch.IsReplay)
        {
            List<EventSeal> seals = await scope.Db.EventSeals.AsNoTracking()
                .Where(seal => seal.Sequence >= batch.First && seal.Sequence <= batch.Last)
                .OrderBy(seal => seal.Sequence)
                .ToListAsync();
            return CompareSeals.Find([.. CompareSeals.Run(previous, batch.First, batch.Last, seals, batch.Events)]);
        }

        List<EventSeal> made = [];
        foreach (ReadEvents.Item each in batch.Events)
        {
            made.Add(new EventSeal { Sequence = each.Sequence, Hash = previous = EventSeal.HashOf(previous, each.Sequence, each.Event) });
        }

        await BulkInsert.RunAsync(scope.Db, made);
        HashSet<long> there = [.. batch.Events.Select(each => each.Sequence)];
        return CompareSeals.Find([.. CompareSeals.Gone(batch.First, batch.Last, there)]);
    });

    /// <summary>The last seal before, also where some in between are gone.</summary>
    private static Task<byte[]?> HashBeforeAsync(PortalContext db, long sequence) => db.EventSeals
        .Where(seal => seal.Sequence < sequence)
        .OrderByDescending(seal => seal.Sequence)
        .Select(seal => seal.Hash)
        .FirstOrDefaultAsync();
}
