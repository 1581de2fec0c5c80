using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Reporting;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>Leaves a dead letter and its alert for work of a booking that failed for good outside the outbox, inside the write that gives the work up; one that lies there already is told anew.</summary>
public sealed class LeaveDeadLetter(LeaveEffects leaveEffects, RaiseAlert raiseAlert)
{
    /// <param name="effect">What a retry from the list of dead letters does; its handler makes it a dead letter again if that fails too.</param>
    /// <param name="onePerBooking">The booking has one letter of this kind at most, whatever its destination.</param>
    public async Task RunAsync(WriteScope scope, PlannedEffect effect, string why, Instant now, bool onePerBooking = false)
    {
        Guid bookingId = effect.BookingId!.Value;
        string words = SagaFlags.Short(why);
        OutboxMessage? letter = await Open(scope.Db, bookingId, effect.Kind)
            .FirstOrDefaultAsync(message => onePerBooking || message.Destination == effect.Destination);
        if (letter is { Status: OutboxStatus.Waiting })
        {
            // A worker has it in hand, and makes it a dead letter again with what it hears; it may be another step this time.
            letter.Destination = effect.Destination;
            await scope.Db.SaveChangesAsync();
            return;
        }

        if (letter is null)
        {
            await leaveEffects.DeadAsync(scope, effect, words, now);
        }
        else
        {
            (letter.LastProblem, letter.EndedAt, letter.Destination) = (words, now, effect.Destination);
            letter.Attempts++;
            letter.LeaseFence++;
            await scope.Db.SaveChangesAsync();
        }

        await raiseAlert.RunAsync(scope, new RaiseAlert.Request(AlertCauses.DeadLetter(effect.Kind), words, bookingId), now);
        scope.AfterCommit(() => PortalMeter.DeadLetter(effect.Kind));
    }

    /// <summary>It was done after all, or a person sees to it by hand: nothing of it needs anybody any more.</summary>
    /// <returns>The letters that are ended by it.</returns>
    public static async Task<IReadOnlyList<OutboxMessage>> EndAsync(WriteScope scope, Guid bookingId, string kind, OutboxStatus becomes, string by, Instant now)
    {
        List<OutboxMessage> letters = await Open(scope.Db, bookingId, kind).ToListAsync();
        foreach (OutboxMessage letter in letters)
        {
            (letter.Status, letter.DueAt, letter.LeaseUntil, letter.EndedAt) = (becomes, null, null, now);
        }

        await scope.Db.SaveChangesAsync();
        await ActOnMessages.SettleAlertsAsync(scope, [kind], by, now);
        return letters;
    }

    private static IQueryable<OutboxMessage> Open(PortalContext db, Guid bookingId, string kind) => db.OutboxMessages.Where(message =>
        message.BookingId == bookingId && message.Kind == kind && (message.Status == OutboxStatus.Dead || message.Status == OutboxStatus.Waiting));
}
