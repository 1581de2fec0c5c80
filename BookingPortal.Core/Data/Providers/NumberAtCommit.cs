using BookingPortal.Core.Bookings;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Providers;

/// <summary>SQLite has one writer, so the next number is known inside the transaction and a rolled back write leaves no gap.</summary>
internal sealed class NumberAtCommit : IEventNumbering
{
    public Task NumberAsync(WriteScope scope, BookingEvent happened) => HotStatements.NumberEvent.RunAsync(scope.Db, [happened.Id]);

    public async Task NumberAsync(WriteScope scope, IReadOnlyList<BookingEvent> happened)
    {
        long last = await scope.Db.EventStream.MaxAsync(entry => (long?)entry.Sequence) ?? 0;
        await BulkInsert.RunAsync(scope.Db, [.. happened.Select((each, i) => new EventStreamEntry { Sequence = last + 1 + i, EventId = each.Id })]);
    }
}
