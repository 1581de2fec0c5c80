using BookingPortal.Core.Bookings;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Providers;

/// <summary>SQLite has one writer, so the next number is known inside the transaction and a rolled back write leaves no gap.</summary>
internal sealed class NumberAtCommit : IEventNumbering
{
    public Task NumberAsync(WriteScope scope, Guid eventId) => scope.Db.Database.ExecuteSqlAsync(
        $"""INSERT INTO "EventStream" ("Sequence", "EventId") SELECT COALESCE(MAX("Sequence"), 0) + 1, {eventId} FROM "EventStream" """);
}
