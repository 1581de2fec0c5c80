using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Takes back the bookings whose effects could not be brought about: they are cancelled without a fee, and their messages rest.</summary>
public sealed class UndoBookingOf(IDbContextFactory<PortalContext> contexts, OperatorDoor door, CancelBooking cancelBooking, IWriteQueue writes, IClock clock)
{
    public sealed record Request(Guid AccountId, MessageChoice Choice, string Reason);

    /// <param name="Undone">Bookings that were cancelled, or were so already.</param>
    /// <param name="Refused">Those that cannot be cancelled any more, by reference, and why.</param>
    public sealed record Done(int Undone, IReadOnlyList<(string Reference, Refusal Why)> Refused);

    public async Task<Outcome<Done>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        if (!(await door.RunAsync(request.AccountId, request.Reason, cancellationToken)).TryGet(out OperatorDoor.Pass? pass, out Refusal? refusal))
        {
            return refusal;
        }

        int undone = 0;
        List<(string Reference, Refusal Why)> refused = [];
        foreach (Booking booking in await FindAsync(request.Choice, cancellationToken))
        {
            if (await UndoAsync(booking, pass, cancellationToken) is { } why)
            {
                refused.Add((booking.Reference, why));
            }
            else
            {
                undone++;
            }
        }

        return new Done(undone, refused);
    }

    private async Task<List<Booking>> FindAsync(MessageChoice choice, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Guid?> bookings = choice.From(db.OutboxMessages, db.Bookings).Where(message => message.BookingId != null).Select(message => message.BookingId);
        return await db.Bookings.AsNoTracking().Where(booking => bookings.Contains(booking.Id)).ToListAsync(cancellationToken);
    }

    private async Task<Refusal?> UndoAsync(Booking booking, OperatorDoor.Pass pass, CancellationToken cancellationToken)
    {
        if (!Lifecycle.HoldsClaims(booking.Status))
        {
            await writes.RunAsync(scope => RestAsync(scope, booking.Id, booking.Version + 1, pass), cancellationToken);
            return null;
        }

        // The message of the cancellation itself is left in the same commit and must go out: only older ones rest.
        Outcome<Booking> cancelled = await cancelBooking.RunAsync(
            new CancelBooking.Request(
                new ChangeRequest(booking.Id, pass.By, IsStaff: true, pass.Reason),
                WaiveFee: true,
                AtCommit: (scope, now) => RestAsync(scope, now.Id, now.Version, pass)),
            cancellationToken);
        return cancelled.TryGet(out _, out Refusal? refusal) ? null : refusal;
    }

    private async Task<int> RestAsync(WriteScope scope, Guid bookingId, int before, OperatorDoor.Pass pass)
    {
        Instant now = clock.GetCurrentInstant();
        List<OutboxMessage> open = await scope.Db.OutboxMessages
            .Where(message => message.BookingId == bookingId && message.BookingVersion < before && message.Kind != RefundLetter.Kind // money is owed all the same
                && (message.Status == OutboxStatus.Dead || (message.Status == OutboxStatus.Waiting && !(message.LeaseUntil > now))))
            .ToListAsync();
        foreach (OutboxMessage message in open)
        {
            (message.Status, message.DueAt, message.EndedAt) = (OutboxStatus.UndoneWithBooking, null, now);
            message.LeaseFence++;
            scope.Db.OperatorActs.Add(ActOnMessages.Act(pass, "undo-booking", message, now));
        }

        await scope.Db.SaveChangesAsync();
        await ActOnMessages.SettleAlertsAsync(scope, open.Select(message => message.Kind).Distinct(StringComparer.Ordinal), pass.By, now);
        return open.Count;
    }
}
