using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Writes a new booking beside the claims it already has: the row, the end of its hold, and its saga as far as it goes at once.</summary>
public sealed class WriteBooking(BookingSagas sagas)
{
    public sealed record Request(
        Guid BookingId, WantedSlot Slot, IReadOnlyList<Guid> Resources, Guid? SessionId, BookSlot.Request Asked, Instant Now);

    public async Task<Outcome<Booking>> RunAsync(WriteScope scope, Request request)
    {
        Booking booking = Describe(request, await NewReferenceAsync(scope.Db));
        await HotStatements.EndHold.RunAsync(scope.Db, [booking.Id]);
        await ClaimTable.ReleaseVisitorAsync(scope.Db, booking.Id);

        // The row is written as the saga leaves it: what its first steps change needs no second write.
        await sagas.BeginAsync(scope, booking, request.Slot, request.Asked.By, request.Now);
        await BulkInsert.RowAsync(scope.Db, booking);
        await BulkInsert.RunAsync(scope.Db, booking.Resources);
        await scope.Db.SaveChangesAsync();
        if (request.Asked.AtCommit is not null)
        {
            await request.Asked.AtCommit(scope, booking);
            await scope.Db.SaveChangesAsync();
        }

        return booking;
    }

    /// <summary>Of 387 million names one in a few thousand is taken already once a business has 100,000 bookings.</summary>
    private static async Task<string> NewReferenceAsync(PortalContext db)
    {
        string reference;
        do
        {
            reference = BookingReference.New();
        }
        while ((await HotStatements.BookingCalled.ReadAsync(db, [reference], static row => row.Id(0))).Count > 0);
        return reference;
    }

    private static Booking Describe(Request request, string reference)
    {
        (Service service, Site site) = (request.Slot.Service, request.Slot.Site);
        SlotTimes times = SlotTimes.Of(service, site, request.Slot.Start);
        return new Booking
        {
            Id = request.BookingId,
            Reference = reference,
            SiteId = site.Id,
            ServiceId = service.Id,
            ItineraryId = request.Asked.ItineraryId,
            SessionId = request.SessionId,
            Status = BookingStatus.PendingApproval, // until the saga's first step, in this same write, says otherwise
            StartsAt = times.Start,
            EndsAt = times.End,
            LocalStart = times.LocalStart,
            TzdbVersion = SiteTime.TzdbVersion,
            Seats = request.Slot.Seats,
            Resources = [.. request.Resources.Select((id, group) => new BookingResource { BookingId = request.BookingId, Group = group, ResourceId = id })],
            Customer = request.Asked.Customer,
            Notes = request.Asked.Notes,
            PriceAmount = PriceOf.Booking(service, request.Slot.Seats),
            Currency = service.Currency,
            Source = request.Asked.Source,
            CreatedAt = request.Now,
            ChangedAt = request.Now,
        };
    }
}
