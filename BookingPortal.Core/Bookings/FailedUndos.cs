using System.Text.Json;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Reporting;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>What is left where a step could not be taken back: a paused saga, a dead letter and an alert, in one commit; and their end once it could.</summary>
public sealed class FailedUndos(LeaveEffects leaveEffects, RaiseAlert raiseAlert)
{
    /// <summary>Stops the saga. The write in which the undo failed does not stand, so this is a write of its own.</summary>
    /// <returns>False when the saga has ended in the meantime, or never began.</returns>
    public async Task<bool> PauseAsync(WriteScope scope, UndoFailedException failure, Instant now)
    {
        var wanted = (BookingUnderway)failure.Subject!;
        Guid id = wanted.Booking.Id;
        Saga? saga = await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == id);
        if (saga is null or { Status: SagaStatus.Done or SagaStatus.Undone })
        {
            return false;
        }

        SagaRunner<BookingUnderway>.Pause(saga, failure.Step, failure.Message, now);
        await scope.Db.SaveChangesAsync();
        OutboxMessage? letter = await Open(scope.Db, id).SingleOrDefaultAsync();
        if (letter is { Status: OutboxStatus.Waiting })
        {
            return true; // a worker has it in hand, and makes it a dead letter again with what it hears
        }

        if (letter is null)
        {
            var terms = new UndoLetter(failure.Step, wanted.EndsAs.ToString(), wanted.By, wanted.Reason);
            int version = await scope.Db.Bookings.Where(booking => booking.Id == id).Select(booking => booking.Version).SingleAsync();
            var effect = new PlannedEffect(UndoLetter.Kind, $"{UndoLetter.Kind}:{failure.Step}", JsonSerializer.Serialize(terms, JsonSerializerOptions.Web))
            {
                BookingId = id,
                BookingVersion = version,
            };
            await leaveEffects.DeadAsync(scope, effect, SagaFlags.Short(failure.Message), now);
        }
        else
        {
            (letter.LastProblem, letter.EndedAt, letter.Destination) = (SagaFlags.Short(failure.Message), now, $"{UndoLetter.Kind}:{failure.Step}");
            letter.Attempts++;
            letter.LeaseFence++;
            await scope.Db.SaveChangesAsync();
        }

        await raiseAlert.RunAsync(scope, new RaiseAlert.Request(AlertCauses.DeadLetter(UndoLetter.Kind), failure.Message, id), now);
        scope.AfterCommit(() => PortalMeter.DeadLetter(UndoLetter.Kind));
        return true;
    }

    /// <summary>How the booking was to end when its undo failed.</summary>
    internal static async Task<UndoLetter?> TermsAsync(PortalContext db, Guid bookingId)
    {
        string? payload = await db.OutboxMessages
            .Where(message => message.BookingId == bookingId && message.Kind == UndoLetter.Kind)
            .OrderByDescending(message => message.Position)
            .Select(message => message.Payload)
            .FirstOrDefaultAsync();
        return payload is null ? null : JsonSerializer.Deserialize<UndoLetter>(payload, JsonSerializerOptions.Web);
    }

    /// <summary>It could be taken back after all, or a person sees to it by hand: nothing of it needs anybody any more.</summary>
    internal static async Task EndAsync(WriteScope scope, Guid bookingId, OutboxStatus becomes, string by, Instant now)
    {
        foreach (OutboxMessage letter in await Open(scope.Db, bookingId).ToListAsync())
        {
            (letter.Status, letter.DueAt, letter.LeaseUntil, letter.EndedAt) = (becomes, null, null, now);
        }

        await scope.Db.SaveChangesAsync();
        await ActOnMessages.SettleAlertsAsync(scope, [UndoLetter.Kind], by, now);
    }

    private static IQueryable<OutboxMessage> Open(PortalContext db, Guid bookingId) => db.OutboxMessages.Where(message =>
        message.BookingId == bookingId && message.Kind == UndoLetter.Kind && (message.Status == OutboxStatus.Dead || message.Status == OutboxStatus.Waiting));
}
