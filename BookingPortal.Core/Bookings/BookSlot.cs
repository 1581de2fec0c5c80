using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Turns a held slot, or a slot asked for directly, into a booking.</summary>
public sealed class BookSlot(ReadCatalog readCatalog, TakeSlot takeSlot, IWriteQueue writes, WriteBooking writeBooking, RunSagas runSagas, IClock clock)
{
    /// <summary>The source of bookings that staff write down for somebody.</summary>
    public const string StaffSource = "staff";

    /// <summary>The source of bookings that a site's own system made.</summary>
    public const string FromAgent = "agent";

    /// <param name="HoldId">The hold to book; its token was checked by the caller. Null when <paramref name="Slot"/> is given.</param>
    /// <param name="Slot">The slot to book in one go; null when a hold is given.</param>
    /// <param name="Source">Who brought it: customer, staff, api.</param>
    /// <param name="By">Who did it, for the history.</param>
    /// <param name="ItineraryId">The journey that it is one leg of.</param>
    /// <param name="AtCommit">What else belongs to the same commit, such as the answer kept under an idempotency key.</param>
    /// <param name="Overbooks">Why it is put over others on purpose; the right to do so was checked by the caller. Null for everybody else.</param>
    public sealed record Request(
        Guid? HoldId,
        SlotRequest? Slot,
        Customer Customer,
        string Source = "customer",
        string By = "customer",
        string? Notes = null,
        Guid? ItineraryId = null,
        Func<WriteScope, Booking, Task>? AtCommit = null,
        string? Overbooks = null);

    public async Task<Outcome<Booking>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        if (!CustomerRules.Check(request.Customer, isWalkIn: request.Source == StaffSource).TryGet(out Customer? customer, out Refusal? refusal))
        {
            return refusal;
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Outcome<Booking> booked = await BookAsync(request with { Customer = customer }, catalog, cancellationToken);
        return booked.TryGet(out Booking? booking, out refusal)
            ? await GoOnAsync(booking, cancellationToken)
            : refusal;
    }

    /// <summary>Books inside a write that has freed the time first; only for bookings that wait for nothing, such as a site's own.</summary>
    /// <returns>Null when somebody else has a part of the time; then nothing of the write remains.</returns>
    internal async Task<Outcome<Booking>?> InsideAsync(WriteScope scope, Request request, CatalogSnapshot catalog, CancellationToken cancellationToken)
    {
        if (!CustomerRules.Check(request.Customer, isWalkIn: false).TryGet(out Customer? customer, out Refusal? refusal)
            || !request.Slot!.Resolve(catalog).TryGet(out WantedSlot? slot, out refusal))
        {
            scope.Undo();
            return refusal;
        }

        var bookingId = Guid.CreateVersion7();
        return await takeSlot.InsideAsync<Booking>(
            scope,
            new TakeSlot.Request(slot, bookingId, ExpiresAt: null),
            async (_, plan) => await writeBooking.RunAsync(
                scope, new WriteBooking.Request(bookingId, slot, plan.Resources, plan.SessionId, request with { Customer = customer }, clock.GetCurrentInstant())),
            cancellationToken);
    }

    private async Task<Outcome<Booking>> BookAsync(Request request, CatalogSnapshot catalog, CancellationToken cancellationToken)
    {
        if (request.HoldId is { } holdId)
        {
            return await BookHoldAsync(request, catalog, holdId, cancellationToken);
        }

        if (request.Slot is null)
        {
            return new Refusal.Invalid("start", "Say which time to book: a hold, or a site, service and start.");
        }

        return request.Slot.Resolve(catalog).TryGet(out WantedSlot? slot, out Refusal? refusal)
            ? await BookDirectlyAsync(request, request.Overbooks is null ? slot : Overbook.Decide(slot, request.Overbooks), cancellationToken)
            : refusal;
    }

    /// <summary>The saga runs inline until it has to wait: asking the gateway for its page is the only work outside the commit.</summary>
    private async Task<Outcome<Booking>> GoOnAsync(Booking booking, CancellationToken cancellationToken)
    {
        if (booking.Status != BookingStatus.PendingPayment)
        {
            return booking;
        }

        Booking now = await runSagas.GoOnAsync(booking.Id, cancellationToken);
        return now.Status == BookingStatus.Expired
            ? new Refusal.PaymentRefused("The payment was refused, and nothing was taken. The time is free again.")
            : now;
    }

    private Task<Outcome<Booking>> BookDirectlyAsync(Request request, WantedSlot slot, CancellationToken cancellationToken)
    {
        var bookingId = Guid.CreateVersion7();
        return takeSlot.RunAsync<Booking>(
            new TakeSlot.Request(slot, bookingId, ExpiresAt: null),
            async (scope, plan) => await writeBooking.RunAsync(
                scope, new WriteBooking.Request(bookingId, slot, plan.Resources, plan.SessionId, request, clock.GetCurrentInstant())),
            cancellationToken);
    }

    private async Task<Outcome<Booking>> BookHoldAsync(
        Request request, CatalogSnapshot catalog, Guid holdId, CancellationToken cancellationToken)
    {
        (Outcome<Booking>? kept, Hold? hold) = await writes.RunAsync(
            scope => TryKeepAsync(scope, request, catalog, holdId), cancellationToken);
        if (kept is { } booked)
        {
            return booked;
        }

        // It ran out and somebody took a part of it, or the job tidied it up. If the time is free all the same, it is theirs.
        var slot = new WantedSlot(
            catalog, catalog.Site(hold!.SiteId), catalog.Service(hold.ServiceId), hold.StartsAt, hold.WantedResource, hold.Seats);
        Outcome<Booking> taken = await takeSlot.RunAsync<Booking>(
            new TakeSlot.Request(slot, holdId, ExpiresAt: null, Replaces: true),
            async (scope, plan) =>
            {
                if (await scope.Db.Bookings.AsNoTracking().SingleOrDefaultAsync(each => each.Id == holdId) is { } already)
                {
                    scope.Undo(); // pressed twice after the hold ran out: the first press has booked it
                    return Outcome<Booking>.Done(already);
                }

                return await writeBooking.RunAsync(
                    scope, new WriteBooking.Request(holdId, slot, plan.Resources, plan.SessionId, request, clock.GetCurrentInstant()));
            },
            cancellationToken);
        return taken.TryGet(out Booking? booking, out Refusal? refusal)
            ? booking
            : refusal is Refusal.SlotTaken or Refusal.NotOffered ? new Refusal.HoldExpired() : refusal;
    }

    /// <summary>The usual way: every claim of the hold still stands and becomes the booking's.</summary>
    /// <returns>The outcome, or the hold whose claims did not all stand any more.</returns>
    private async Task<(Outcome<Booking>? Kept, Hold? Hold)> TryKeepAsync(
        WriteScope scope, Request request, CatalogSnapshot catalog, Guid holdId)
    {
        Instant now = clock.GetCurrentInstant();
        if (await ReadHold.FindAsync(scope.Db, holdId) is not { } hold)
        {
            // Pressed twice, or answered and not heard: the same hold is the same booking.
            Booking? already = await scope.Db.Bookings.AsNoTracking().SingleOrDefaultAsync(each => each.Id == holdId);
            return (already is null ? new Refusal.HoldExpired() : already, null);
        }

        bool stands = (hold.SessionId is not { } session || await SessionSeats.TryJoinAsync(scope, session, null, now))
            && await ClaimTable.KeepAsync(scope.Db, holdId, expiresAt: null) == hold.ClaimCount;
        if (!stands)
        {
            scope.Undo();
            return (null, hold);
        }

        await HotStatements.KeepTimes.RunAsync(scope.Db, [holdId, null]);
        await Stamps.RaiseAsync(scope.Db, hold.Resources.Append(hold.ServiceId));
        var slot = new WantedSlot(
            catalog, catalog.Site(hold.SiteId), catalog.Service(hold.ServiceId), hold.StartsAt, hold.WantedResource, hold.Seats);
        return (await writeBooking.RunAsync(scope, new WriteBooking.Request(holdId, slot, hold.Resources, hold.SessionId, request, now)), null);
    }
}
