using System.Globalization;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Ends a booking before its visit, at the price that the policy asks, and gives its time back.</summary>
public sealed class CancelBooking(SagaWrites writes, ReadCatalog readCatalog, EventLog events, BookingSagas sagas, IClock clock)
{
    /// <param name="WaiveFee">Staff let the customer off the fee.</param>
    /// <param name="AtCommit">What else belongs to the same commit.</param>
    public sealed record Request(ChangeRequest Change, bool WaiveFee = false, Func<WriteScope, Booking, Task>? AtCommit = null);

    public async Task<Outcome<Booking>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        return await writes.RunAsync(scope => InsideAsync(scope, request, catalog), cancellationToken);
    }

    /// <summary>Ends it inside another verb's write.</summary>
    internal async Task<Outcome<Booking>> InsideAsync(WriteScope scope, Request request, CatalogSnapshot catalog)
    {
        ChangeRequest change = request.Change;
        Booking? booking = await scope.Db.Bookings.SingleOrDefaultAsync(each => each.Id == change.BookingId);
        if (booking is null)
        {
            return new Refusal.NotFound("this booking");
        }

        Instant now = clock.GetCurrentInstant();
        Refusal? problem = change.Problem(booking, BookingVerb.Cancel) ?? CancellationTerms.Problem(booking, change.IsStaff, now);
        if (problem is not null)
        {
            return problem;
        }

        Service service = catalog.Service(booking.ServiceId);
        long fee = request.WaiveFee && change.IsStaff ? 0 : CancellationTerms.Fee(service.Cancellation, booking, now);
        booking.FeeAmount = fee;
        if (booking.Status is BookingStatus.PendingApproval or BookingStatus.PendingPayment)
        {
            // It is still on its way: its saga takes back what was done, and only what stood before can cost something.
            await sagas.AbandonAsync(scope, booking, service, BookingStatus.Cancelled, change.By, change.Reason, now, fee);
            return await FinishAsync(scope, request, booking);
        }

        ChangeRequest.Step(booking, BookingStatus.Cancelled, now);
        IEnumerable<Guid> stamps = booking.Resources.Select(resource => resource.ResourceId).Append(booking.ServiceId);
        await GiveTimeBack.RunAsync(scope, booking.Id, booking.SessionId, stamps, now);
        Dictionary<string, string?> more = ChangeBooking.Reason(change);
        more["fee"] = fee > 0 ? fee.ToString(CultureInfo.InvariantCulture) : null;
        await events.WriteAsync(scope, booking, BookingEventTypes.Cancelled, change.By, now, more);
        foreach (Payment payment in await scope.Db.Payments.Where(each => each.BookingId == booking.Id).ToListAsync())
        {
            await Refunds.ReturnAsync(scope, payment, fee, change.Reason ?? "The booking was cancelled.", now);
        }

        return await FinishAsync(scope, request, booking);
    }

    private static async Task<Outcome<Booking>> FinishAsync(WriteScope scope, Request request, Booking booking)
    {
        if (request.AtCommit is not null)
        {
            await request.AtCommit(scope, booking);
            await scope.Db.SaveChangesAsync();
        }

        return booking;
    }
}
