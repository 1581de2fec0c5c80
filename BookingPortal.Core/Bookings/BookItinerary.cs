using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Books several legs over several sites and days in one write: all of them or none.</summary>
public sealed class BookItinerary(
    ReadCatalog readCatalog,
    PlanSlot planSlot,
    IWriteQueue writes,
    WriteBooking writeBooking,
    RunSagas runSagas,
    IClock clock)
{
    /// <summary>A journey of a week has fewer; more in one write would keep everybody else waiting.</summary>
    public const int MostLegs = 20;

    /// <summary>Fewer than for a single slot: legs that want the very same time would lose to each other for ever.</summary>
    private const int MostRaces = 40;

    /// <param name="Source">Who brought it: customer, staff, api.</param>
    /// <param name="By">Who did it, for the history.</param>
    /// <param name="AtCommit">What else belongs to the same commit.</param>
    public sealed record Request(
        IReadOnlyList<SlotRequest> Legs,
        Customer Customer,
        string Source = "customer",
        string By = "customer",
        string? Notes = null,
        Func<WriteScope, Booked, Task>? AtCommit = null);

    /// <summary>A journey that was booked.</summary>
    /// <param name="Bookings">One per leg, in the order of the legs.</param>
    public sealed record Booked(Guid Id, IReadOnlyList<Booking> Bookings);

    /// <summary>What became of it.</summary>
    /// <param name="Leg">The leg that was refused, counted from 0; null when it was none of them.</param>
    public readonly record struct Ending(Outcome<Booked> Outcome, int? Leg);

    public async Task<Ending> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        if (!CustomerRules.Check(request.Customer).TryGet(out Customer? customer, out Refusal? refusal))
        {
            return new Ending(refusal, null);
        }

        if (request.Legs.Count is 0 or > MostLegs)
        {
            return new Ending(new Refusal.Invalid("legs", $"A journey has between 1 and {MostLegs} legs."), null);
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        var legs = new List<Leg>();
        foreach (SlotRequest asked in request.Legs)
        {
            if (!asked.Resolve(catalog).TryGet(out WantedSlot? slot, out refusal))
            {
                return new Ending(refusal, legs.Count);
            }

            legs.Add(new Leg(Guid.CreateVersion7(), slot));
        }

        Ending ending = await TakeAllAsync(request with { Customer = customer }, legs, cancellationToken);
        if (ending.Outcome.TryGet(out Booked? booked, out _))
        {
            // What has to ask somebody outside does so now; whatever fails there is tried again by the job.
            foreach (Booking booking in booked.Bookings.Where(booking => booking.Status == BookingStatus.PendingPayment))
            {
                await runSagas.RunAsync(booking.Id, cancellationToken);
            }
        }

        return ending;
    }

    private async Task<Ending> TakeAllAsync(Request request, List<Leg> legs, CancellationToken cancellationToken)
    {
        for (int race = 0; ; race++)
        {
            Instant now = clock.GetCurrentInstant();
            foreach (Leg each in legs.Where(each => each.Plan is null))
            {
                var planning = new PlanSlot.Request(each.Slot, each.BookingId, Replaces: false, each.Races, now);
                if (!(await planSlot.RunAsync(planning, cancellationToken)).TryGet(out SlotPlan? plan, out Refusal? refusal))
                {
                    return new Ending(refusal, legs.IndexOf(each));
                }

                each.Plan = plan;
            }

            (Outcome<Booked>? written, int leg) = await writes.RunAsync(scope => TryWriteAsync(scope, request, legs, now), cancellationToken);
            if (written is { } outcome)
            {
                return new Ending(outcome, outcome.IsRefused ? leg : null);
            }

            if (race == MostRaces)
            {
                var last = new PlanSlot.Request(legs[leg].Slot, legs[leg].BookingId, Replaces: false, 0, now);
                return new Ending(await planSlot.TakenAsync(last, cancellationToken), leg);
            }

            // Another try from fresh reads: what the others planned may lean on what was just lost.
            legs[leg].Races++;
            legs.ForEach(each => each.Plan = null);
        }
    }

    /// <returns>The bookings or a refusal; no outcome when a leg lost its race, and which. Then nothing of any leg remains.</returns>
    private async Task<(Outcome<Booked>? Outcome, int Leg)> TryWriteAsync(WriteScope scope, Request request, List<Leg> legs, Instant now)
    {
        var itineraryId = Guid.CreateVersion7();
        var asked = new BookSlot.Request(null, null, request.Customer, request.Source, request.By, request.Notes, itineraryId);
        var bookings = new List<Booking>();
        foreach (Leg leg in legs)
        {
            SlotPlan plan = leg.Plan!;
            if (!await WriteSlotPlan.TryAsync(scope, leg.BookingId, plan, expiresAt: null, now))
            {
                return (null, bookings.Count);
            }

            Outcome<Booking> written = await writeBooking.RunAsync(
                scope, new WriteBooking.Request(leg.BookingId, leg.Slot, plan.Resources, plan.SessionId, asked, now));
            if (!written.TryGet(out Booking? booking, out Refusal? refusal))
            {
                scope.Undo();
                return (Outcome<Booked>.Refused(refusal), bookings.Count);
            }

            bookings.Add(booking);
        }

        var booked = new Booked(itineraryId, bookings);
        if (request.AtCommit is not null)
        {
            await request.AtCommit(scope, booked);
            await scope.Db.SaveChangesAsync();
        }

        return (Outcome<Booked>.Done(booked), 0);
    }

    private sealed class Leg(Guid bookingId, WantedSlot slot)
    {
        public Guid BookingId => bookingId;

        public WantedSlot Slot => slot;

        /// <summary>How often somebody else was faster; the next plan tries another choice.</summary>
        public int Races { get; set; }

        public SlotPlan? Plan { get; set; }
    }
}
