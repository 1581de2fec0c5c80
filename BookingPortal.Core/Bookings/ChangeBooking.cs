using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Takes the steps of a booking's life that need no new time: approve, decline, check in, complete, no-show, and their undoing while the time is still its own.</summary>
public sealed class ChangeBooking(IWriteQueue writes, ReadCatalog readCatalog, EventLog events, IClock clock)
{
    /// <param name="AtCommit">What else belongs to the same commit.</param>
    public sealed record Request(ChangeRequest Change, BookingVerb Verb, Func<WriteScope, Booking, Task>? AtCommit = null);

    public async Task<Outcome<Booking>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        return await writes.RunAsync(scope => ChangeAsync(scope, request, catalog), cancellationToken);
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

        Instant now = clock.GetCurrentInstant();
        Service service = catalog.Service(booking.ServiceId);
        ChangeRequest.Step(booking, Next(booking, request.Verb, service), now);
        await GiveBackAsync(scope, booking, request.Verb, now);
        await events.WriteAsync(scope, booking, EventOf(request.Verb), request.Change.By, now, Reason(request.Change));
        if (request.AtCommit is not null)
        {
            await request.AtCommit(scope, booking);
            await scope.Db.SaveChangesAsync();
        }

        return booking;
    }

    internal static Dictionary<string, string?> Reason(ChangeRequest change) => new(StringComparer.Ordinal) { ["reason"] = change.Reason };

    private static BookingStatus Next(Booking booking, BookingVerb verb, Service service) =>
        verb == BookingVerb.Approve
            ? Lifecycle.AfterApproval(PriceOf.Deposit(service, booking.Seats) > 0)
            : Lifecycle.Next(booking.Status, verb)!.Value;

    private static async Task GiveBackAsync(WriteScope scope, Booking booking, BookingVerb verb, Instant now)
    {
        if (!Lifecycle.HoldsClaims(booking.Status))
        {
            IEnumerable<Guid> stamps = booking.Resources.Select(resource => resource.ResourceId).Append(booking.ServiceId);
            await GiveTimeBack.RunAsync(scope, booking.Id, booking.SessionId, stamps, now);
        }
        else if (verb is BookingVerb.Complete or BookingVerb.MarkNoShow && now < booking.EndsAt)
        {
            await GiveRestBack.RunAsync(scope, booking.Id, now);
        }
    }

    private static string EventOf(BookingVerb verb) => verb switch
    {
        BookingVerb.Approve => BookingEventTypes.Approved,
        BookingVerb.Decline => BookingEventTypes.Declined,
        BookingVerb.TimeOut or BookingVerb.RefusePayment => BookingEventTypes.Expired,
        BookingVerb.Pay => BookingEventTypes.Confirmed,
        BookingVerb.CheckIn => BookingEventTypes.CheckedIn,
        BookingVerb.Complete => BookingEventTypes.Completed,
        BookingVerb.MarkNoShow => BookingEventTypes.MarkedNoShow,
        BookingVerb.Undo => BookingEventTypes.Undone,
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "This verb takes time or money and has a class of its own."),
    };
}
