using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Brings back a booking that was cancelled, or whose time was given back early, if its time is still free.</summary>
public sealed class RestoreBooking(
    IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, TakeSlot takeSlot, EventLog events, IClock clock)
{
    /// <param name="Verb"><see cref="BookingVerb.Restore"/>, <see cref="BookingVerb.PayLate"/>, or <see cref="BookingVerb.Undo"/> of a completed visit or a no-show.</param>
    /// <param name="AtCommit">What else belongs to the same commit.</param>
    public sealed record Request(ChangeRequest Change, BookingVerb Verb = BookingVerb.Restore, Func<WriteScope, Booking, Task>? AtCommit = null);

    public async Task<Outcome<Booking>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Booking? seen = await db.Bookings.AsNoTracking().SingleOrDefaultAsync(each => each.Id == request.Change.BookingId, cancellationToken);
        if (seen is null)
        {
            return new Refusal.NotFound("this booking");
        }

        if (request.Change.Problem(seen, request.Verb) is { } problem)
        {
            return problem;
        }

        // Exactly what it had: the same time and the same resources, whatever the rules say today.
        var slot = new WantedSlot(catalog, catalog.Site(seen.SiteId), catalog.Service(seen.ServiceId), seen.StartsAt, null, seen.Seats)
        {
            DecidedResources = [.. seen.Resources.OrderBy(resource => resource.Group).Select(resource => resource.ResourceId)],
        };
        return await takeSlot.RunAsync<Booking>(
            new TakeSlot.Request(slot, seen.Id, ExpiresAt: null, Replaces: true),
            async (scope, plan) => await WriteAsync(scope, request, plan),
            cancellationToken);
    }

    private async Task<Outcome<Booking>?> WriteAsync(WriteScope scope, Request request, SlotPlan plan)
    {
        Booking booking = await scope.Db.Bookings.SingleAsync(each => each.Id == request.Change.BookingId);
        if (request.Change.Problem(booking, request.Verb) is { } problem)
        {
            return Outcome<Booking>.Refused(problem);
        }

        if (booking.Customer == Customer.Forgotten)
        {
            return Outcome<Booking>.Refused(new Refusal.Invalid("customer", "Its customer is forgotten, so nobody would hear of it. Make a new booking."));
        }

        Instant now = clock.GetCurrentInstant();
        if (request.Verb == BookingVerb.PayLate && !await KeepMoneyAsync(scope, booking.Id, now))
        {
            return Outcome<Booking>.Refused(new Refusal.WrongStatus(booking.Status.ToString(), request.Verb.ToString()));
        }

        ChangeRequest.Step(booking, Lifecycle.Next(booking.Status, request.Verb)!.Value, now);
        booking.SessionId = plan.SessionId;
        (booking.FeeAmount, booking.StoodAt) = (0, null);
        string type = request.Verb switch
        {
            BookingVerb.Undo => BookingEventTypes.Undone,
            BookingVerb.PayLate => BookingEventTypes.Confirmed,
            _ => BookingEventTypes.Restored,
        };
        await events.WriteAsync(scope, booking, type, request.Change.By, now, ChangeBooking.Reason(request.Change));
        if (request.AtCommit is not null)
        {
            await request.AtCommit(scope, booking);
            await scope.Db.SaveChangesAsync();
        }

        return booking;
    }

    /// <summary>
    /// Only money that is not on its way back revives a booking. The payment's version rises, so that on every database a
    /// refund that is decided at this moment and this revival exclude each other.
    /// </summary>
    private static async Task<bool> KeepMoneyAsync(WriteScope scope, Guid bookingId, Instant now)
    {
        Payment? paid = await scope.Db.Payments.FirstOrDefaultAsync(payment => payment.BookingId == bookingId && payment.State == PaymentState.Paid
            && !scope.Db.Refunds.Any(refund => refund.PaymentId == payment.Id));
        if (paid is null)
        {
            return false;
        }

        paid.ChangedAt = now;
        paid.Version++;
        return true;
    }
}
