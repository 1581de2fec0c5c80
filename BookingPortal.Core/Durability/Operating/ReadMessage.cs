using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>Everything about one message, or about all messages of one booking: payload, every attempt, and what people did to it.</summary>
public sealed class ReadMessage(IDbContextFactory<PortalContext> contexts)
{
    private const int MostOfBooking = 200;

    public sealed record Found(OutboxMessage Message, string? Reference, IReadOnlyList<DeliveryAttempt> Attempts, IReadOnlyList<OperatorAct> Acts);

    /// <returns>Null when there is no such message, or not any more.</returns>
    public async Task<Found?> RunAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        OutboxMessage? message = await db.OutboxMessages.AsNoTracking().SingleOrDefaultAsync(each => each.Id == id, cancellationToken);
        return message is null
            ? null
            : new Found(
                message,
                await db.Bookings.Where(booking => booking.Id == message.BookingId).Select(booking => booking.Reference).SingleOrDefaultAsync(cancellationToken),
                await db.DeliveryAttempts.AsNoTracking().Where(attempt => attempt.MessageId == id).OrderBy(attempt => attempt.Fence).ToListAsync(cancellationToken),
                await db.OperatorActs.AsNoTracking().Where(act => act.MessageId == id).OrderBy(act => act.At).ToListAsync(cancellationToken));
    }

    /// <summary>The messages of a booking, oldest first, without their attempts.</summary>
    public async Task<IReadOnlyList<OutboxMessage>> OfBookingAsync(Guid bookingId, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OutboxMessages.AsNoTracking()
            .Where(message => message.BookingId == bookingId)
            .OrderBy(message => message.Position)
            .Take(MostOfBooking)
            .ToListAsync(cancellationToken);
    }
}
