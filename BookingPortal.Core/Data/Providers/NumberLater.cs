using BookingPortal.Core.Bookings;

namespace BookingPortal.Core.Data.Providers;

/// <summary>With many writers the order of commits is known only afterwards: the event is noted here and <see cref="NumberEvents"/> gives it its number within a second.</summary>
internal sealed class NumberLater : IEventNumbering
{
    public Task NumberAsync(WriteScope scope, BookingEvent happened) =>
        BulkInsert.RowAsync(scope.Db, new EventToNumber { EventId = happened.Id, At = happened.At });

    public Task NumberAsync(WriteScope scope, IReadOnlyList<BookingEvent> happened) =>
        BulkInsert.RunAsync(scope.Db, [.. happened.Select(each => new EventToNumber { EventId = each.Id, At = each.At })]);
}
