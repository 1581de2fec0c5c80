using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Checks;

/// <summary>The outbox: what waits will be looked at, what rests will not, and each belongs to a booking that is there. Read by the database, because there may be many.</summary>
internal static class OutboxChecks
{
    /// <summary>More lines would say nothing new.</summary>
    private const int MostNamed = 20;

    public static async Task<IReadOnlyList<Finding>> RunAsync(PortalContext db, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        IQueryable<OutboxMessage> messages = db.OutboxMessages.AsNoTracking();
        foreach (Guid id in await messages
            .Where(message => message.Status == OutboxStatus.Waiting && message.DueAt == null)
            .Select(message => message.Id).OrderBy(id => id).Take(MostNamed).ToListAsync(cancellationToken))
        {
            findings.Add(new Finding($"message {id} waits, but no worker will ever look at it: it has no due time"));
        }

        foreach (Guid id in await messages
            .Where(message => message.Status != OutboxStatus.Waiting && message.DueAt != null)
            .Select(message => message.Id).OrderBy(id => id).Take(MostNamed).ToListAsync(cancellationToken))
        {
            findings.Add(new Finding($"message {id} has come to rest and still has a due time"));
        }

        foreach (Guid id in await messages
            .Where(message => message.BookingId != null && !db.Bookings.Any(booking => booking.Id == message.BookingId))
            .Select(message => message.Id).OrderBy(id => id).Take(MostNamed).ToListAsync(cancellationToken))
        {
            findings.Add(new Finding($"orphan: message {id} belongs to a booking that is not there"));
        }

        foreach (Guid id in await db.Sagas.AsNoTracking()
            .Where(saga => saga.Status == SagaStatus.Paused && saga.NeedsReview
                && !messages.Any(message => message.BookingId == saga.Id && message.Kind == UndoLetter.Kind
                    && (message.Status == OutboxStatus.Dead || message.Status == OutboxStatus.Waiting)))
            .Select(saga => saga.Id).OrderBy(id => id).Take(MostNamed).ToListAsync(cancellationToken))
        {
            findings.Add(new Finding($"booking {id} could not be taken back, and no dead letter tells of it"));
        }

        return findings;
    }
}
