using System.Text.Json;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>What is left where a step could not be taken back: a paused saga, a dead letter and an alert, in one commit; and their end once it could.</summary>
public sealed class FailedUndos(LeaveDeadLetter leaveDeadLetter)
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
        var terms = new UndoLetter(failure.Step, wanted.EndsAs.ToString(), wanted.By, wanted.Reason, wanted.Keep);
        var effect = new PlannedEffect(UndoLetter.Kind, $"{UndoLetter.Kind}:{failure.Step}", JsonSerializer.Serialize(terms, JsonSerializerOptions.Web))
        {
            BookingId = id,
            BookingVersion = await scope.Db.Bookings.Where(booking => booking.Id == id).Select(booking => booking.Version).SingleAsync(),
        };
        await leaveDeadLetter.RunAsync(scope, effect, failure.Message, now, onePerBooking: true);
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

    /// <summary>It could be taken back after all, or a person sees to it by hand.</summary>
    internal static Task EndAsync(WriteScope scope, Guid bookingId, OutboxStatus becomes, string by, Instant now) =>
        LeaveDeadLetter.EndAsync(scope, bookingId, UndoLetter.Kind, becomes, by, now);
}
