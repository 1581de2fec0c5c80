using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Bookings;

/// <summary>Moves a booking: id, reference and calendar UID stay, the version rises, the claims are swapped in one write.</summary>
public sealed class RescheduleBooking(
    IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, TakeSlot takeSlot, EventLog events, BookingSagas sagas, IClock clock)
{
    /// <param name="Start">The new start.</param>
    /// <param name="Resource">Whom the customer wants now, by slug; null = anyone, the present one where that is possible.</param>
    /// <param name="DecidedResources">Staff decided on time and resources against the rules; only claims can refuse.</param>
    /// <param name="AtCommit">What else belongs to the same commit.</param>
    public sealed record Request(
        ChangeRequest Change,
        Instant Start,
        string? Resource = null,
        IReadOnlyList<Guid>? DecidedResources = null,
        Func<WriteScope, Booking, Task>? AtCommit = null);

    public async Task<Outcome<Booking>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Booking? seen = await db.Bookings.AsNoTracking().SingleOrDefaultAsync(each => each.Id == request.Change.BookingId, cancellationToken);
        if (seen is null)
        {
            return new Refusal.NotFound("this booking");
        }

        if (Problem(request, seen, catalog) is { } problem)
        {
            return problem;
        }

        if (!Wanted(request, seen, catalog).TryGet(out WantedSlot? slot, out Refusal? refusal))
        {
            return refusal;
        }

        Outcome<Booking> moved = await MoveAsync(request, slot, catalog, cancellationToken);
        if (request.Resource is null && slot.Resource is not null && slot.DecidedResources is null && moved.IsRefused)
        {
            // The person they had is not free then; anyone will do, because nobody was asked for by name.
            return await MoveAsync(request, slot with { Resource = null }, catalog, cancellationToken);
        }

        return moved;
    }

    /// <summary>Whether somebody has to agree to another time, should its customer move it: to be said before they do.</summary>
    public async Task<bool> AsksAgainAsync(Booking booking, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Approvals.IsAskedAgainAsync(db, booking, catalog.Site(booking.SiteId), catalog.Service(booking.ServiceId));
    }

    private Task<Outcome<Booking>> MoveAsync(Request request, WantedSlot slot, CatalogSnapshot catalog, CancellationToken cancellationToken) =>
        takeSlot.RunAsync<Booking>(
            new TakeSlot.Request(slot, request.Change.BookingId, ExpiresAt: null, Replaces: true),
            async (scope, plan) => await WriteAsync(scope, request, plan, catalog),
            cancellationToken);

    private Refusal? Problem(Request request, Booking booking, CatalogSnapshot catalog) =>
        request.Change.Problem(booking, BookingVerb.Reschedule)
        ?? CancellationTerms.MoveProblem(
            catalog.Service(booking.ServiceId).Cancellation, booking, request.Change.IsStaff, clock.GetCurrentInstant());

    private static Outcome<WantedSlot> Wanted(Request request, Booking booking, CatalogSnapshot catalog)
    {
        (Site site, Service service) = (catalog.Site(booking.SiteId), catalog.Service(booking.ServiceId));
        var asked = new SlotRequest(site.Slug, service.Slug, request.Start, request.Resource, booking.Seats);
        if (!asked.Resolve(catalog).TryGet(out WantedSlot? slot, out Refusal? refusal))
        {
            return refusal;
        }

        Guid? present = booking.Resources.Find(resource => resource.Group == 0)?.ResourceId;
        return slot with { Resource = slot.Resource ?? (service.Kind == Availability.ServiceKind.Class ? null : present), DecidedResources = request.DecidedResources };
    }

    private async Task<Outcome<Booking>?> WriteAsync(WriteScope scope, Request request, SlotPlan plan, CatalogSnapshot catalog)
    {
        Booking booking = await scope.Db.Bookings.SingleAsync(each => each.Id == request.Change.BookingId);
        if (Problem(request, booking, catalog) is { } problem)
        {
            return Outcome<Booking>.Refused(problem); // it changed while the new time was being looked for
        }

        if (!request.Change.IsStaff && await BookingSagas.IsEndingAsync(scope, booking.Id))
        {
            return Outcome<Booking>.Refused(new Refusal.WrongStatus(BookingSagas.BeingEnded, BookingVerb.Reschedule.ToString()));
        }

        Instant now = clock.GetCurrentInstant();
        Instant from = booking.StartsAt;
        Service service = catalog.Service(booking.ServiceId);
        bool isElsewhere = plan.Times.Start != from || !plan.Resources.ToHashSet().SetEquals(booking.Resources.Select(each => each.ResourceId));
        bool isAskedAgain = isElsewhere && !request.Change.IsStaff && await Approvals.IsAskedAgainAsync(scope.Db, booking, catalog.Site(booking.SiteId), service);
        if (isAskedAgain && booking.Status == BookingStatus.Confirmed)
        {
            booking.StoodAt = from;
        }

        ChangeRequest.Step(booking, Lifecycle.AfterMove(booking.Status, isAskedAgain), now);
        booking.StartsAt = plan.Times.Start;
        booking.EndsAt = plan.Times.End;
        booking.LocalStart = plan.Times.LocalStart;
        booking.TzdbVersion = SiteTime.TzdbVersion;
        booking.SessionId = plan.SessionId;
        string before = string.Join(',', booking.Resources.OrderBy(each => each.Group).Select(each => catalog.Resource(each.ResourceId).Slug));
        await BookingResources.ReplaceAsync(scope.Db, booking, plan.Resources);
        Dictionary<string, string?> more = ChangeBooking.Reason(request.Change);
        more["from"] = InstantPattern.General.Format(from);
        more["resourcesBefore"] = before;
        await events.WriteAsync(scope, booking, BookingEventTypes.Rescheduled, request.Change.By, now, more);
        await sagas.MovedAsync(scope, booking, service, request.Change.By, (from, isAskedAgain), now);
        if (request.AtCommit is not null)
        {
            await request.AtCommit(scope, booking);
            await scope.Db.SaveChangesAsync();
        }

        return booking;
    }
}
