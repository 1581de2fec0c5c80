using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Takes the steps of a booking's life that need no new time: approve, decline, check in, complete, no-show, and their undoing while the time is still its own.</summary>
public sealed class ChangeBooking(SagaWrites writes, ReadCatalog readCatalog, EventLog events, BookingSagas sagas, RunSagas runSagas, IClock clock)
{
    /// <param name="AtCommit">What else belongs to the same commit.</param>
    public sealed record Request(ChangeRequest Change, BookingVerb Verb, Func<WriteScope, Booking, Task>? AtCommit = null);

    public async Task<Outcome<Booking>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Outcome<Booking> changed = await writes.RunAsync(scope => ChangeAsync(scope, request, catalog), cancellationToken);
        if (request.Verb == BookingVerb.Approve && !changed.IsRefused)
        {
            await runSagas.RunAsync(request.Change.BookingId, cancellationToken); // payment may be what comes next
        }

        return changed;
    }

    private async Task<Outcome<Booking>> ChangeAsync(WriteScope scope, Request request, CatalogSnapshot catalog)
    {
        Booking? booking = await scope.Db.Bookings.SingleOrDefaultAsync(each => each.Id == request.Change.BookingId);
        if (booking is null)
        {
            return new Refusal.NotFound("this booking");
        }

        if (request.Change.Problem(booking, request.Verb) is { } problem)
        {
            return problem;
        }

        if (request.Verb is BookingVerb.Approve or BookingVerb.Decline && await Approvals.ProblemAsync(scope, request.Change) is { } notTheirs)
        {
            return notTheirs;
        }

        Instant now = clock.GetCurrentInstant();
        Service service = catalog.Service(booking.ServiceId);
        await StepAsync(scope, booking, service, request, now);
        if (request.AtCommit is not null)
        {
            await request.AtCommit(scope, booking);
            await scope.Db.SaveChangesAsync();
        }

        return booking;
    }

    internal static Dictionary<string, string?> Reason(ChangeRequest change) => new(StringComparer.Ordinal) { ["reason"] = change.Reason };

    private async Task StepAsync(WriteScope scope, Booking booking, Service service, Request request, Instant now)
    {
        (ChangeRequest change, BookingVerb verb) = (request.Change, request.Verb);
        BookingStatus next = Lifecycle.Next(booking.Status, verb)!.Value;
        if (!Lifecycle.HoldsClaims(next))
        {
            // Declined, timed out, refused: the saga takes its steps back, the claims among them.
            await sagas.AbandonAsync(scope, booking, service, next, change.By, change.Reason, now);
            return;
        }

        if (verb is BookingVerb.Approve or BookingVerb.Pay)
        {
            await WaiveOrApproveAsync(scope, booking, service, request, now);
            return;
        }

        ChangeRequest.Step(booking, next, now);
        if (verb is BookingVerb.Complete or BookingVerb.MarkNoShow && now < booking.EndsAt)
        {
            await GiveRestBack.RunAsync(scope, booking.Id, now);
        }

        await events.WriteAsync(scope, booking, EventOf(verb), change.By, now, Reason(change));
    }

    private async Task WaiveOrApproveAsync(WriteScope scope, Booking booking, Service service, Request request, Instant now)
    {
        ChangeRequest change = request.Change;
        if (request.Verb == BookingVerb.Approve)
        {
            ChangeRequest.Step(booking, booking.Status, now);
            await events.WriteAsync(scope, booking, BookingEventTypes.Approved, change.By, now, Reason(change));
            if (await sagas.AgreeAsync(scope, booking, service, change.By, now))
            {
                return; // and now the next one is asked
            }
        }
        else
        {
            await Refunds.WaiveAsync(scope, booking.Id, now); // before the saga looks again
        }

        await sagas.ResumeAsync(scope, booking, service, change.By, change.Reason, now);
    }

    private static string EventOf(BookingVerb verb) => verb switch
    {
        BookingVerb.CheckIn => BookingEventTypes.CheckedIn,
        BookingVerb.Complete => BookingEventTypes.Completed,
        BookingVerb.MarkNoShow => BookingEventTypes.MarkedNoShow,
        BookingVerb.Undo => BookingEventTypes.Undone,
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "This verb has a way of its own."),
    };
}
