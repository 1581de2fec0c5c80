using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Bookings;

/// <summary>One booking as it stands, and one of its events, for who reads them with every message that goes out.</summary>
internal static class FindBooking
{
    /// <summary>With its resources, untracked; null when there is none.</summary>
    public static async Task<Booking?> RunAsync(PortalContext db, Guid id, CancellationToken cancellationToken = default)
    {
        List<BookingResource> resources = await HotStatements.ResourcesOf.ReadAsync(
            db, [id], row => new BookingResource { BookingId = id, Group = row.Number(0), ResourceId = row.Id(1) }, cancellationToken);
        List<Booking> found = await HotStatements.BookingOf.ReadAsync(db, [id], row => Read(row, id, resources), cancellationToken);
        return found.SingleOrDefault();
    }

    /// <summary>What made the booking's version what it is; null when there is no such version.</summary>
    public static async Task<BookingEvent?> EventAsync(PortalContext db, Guid bookingId, int version, CancellationToken cancellationToken = default)
    {
        List<BookingEvent> found = await HotStatements.EventOf.ReadAsync(
            db,
            [bookingId, version],
            row => new BookingEvent
            {
                Id = row.Id(0),
                BookingId = bookingId,
                Version = version,
                Type = row.Text(1),
                At = row.Instant(2),
                By = row.Text(3),
                Data = row.Text(4),
                SchemaVersion = row.Number(5),
            },
            cancellationToken);
        return found.SingleOrDefault();
    }

    /// <summary>Whether it was ever more than a request: of what never stood few need to hear that it has ended.</summary>
    public static Task<bool> EverStoodAsync(PortalContext db, Guid bookingId, CancellationToken cancellationToken = default) => db.BookingEvents.AnyAsync(
        each => each.BookingId == bookingId && (each.Type == BookingEventTypes.Confirmed || each.Type == BookingEventTypes.Restored), cancellationToken);

    private static Booking Read(StatementRow row, Guid id, List<BookingResource> resources) => new()
    {
        Id = id,
        Reference = row.Text(0),
        SiteId = row.Id(1),
        ServiceId = row.Id(2),
        ItineraryId = row.IdOrNull(3),
        SessionId = row.IdOrNull(4),
        Status = Enum.Parse<BookingStatus>(row.Text(5)),
        Version = row.Number(6),
        StartsAt = row.Instant(7),
        EndsAt = row.Instant(8),
        LocalStart = row.WallTime(9),
        TzdbVersion = row.Text(10),
        Seats = row.Number(11),
        Notes = row.TextOrNull(12),
        PriceAmount = row.LongNumber(13),
        Currency = row.Text(14),
        FeeAmount = row.LongNumber(15),
        Source = row.Text(16),
        ImportKey = row.TextOrNull(17),
        CreatedAt = row.Instant(18),
        ChangedAt = row.Instant(19),
        Customer = new Customer(row.Text(20), row.Text(21), row.TextOrNull(22), row.TextOrNull(23), row.TextOrNull(24)),
        StoodAt = row.InstantOrNull(25),
        Resources = resources,
    };
}
