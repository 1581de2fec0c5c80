using BookingPortal.Core.Availability;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>
/// Decides from a fresh read how a wanted slot could be served: which resources, which units, which session. Only a
/// proposal; the claims' key has the last word.
/// </summary>
public sealed class PlanSlot(IDbContextFactory<PortalContext> contexts, ReadSlotFacts readFacts, FindAlternatives findAlternatives)
{
    /// <summary>How far above its capacity a resource can be filled on purpose; who needs more has another problem.</summary>
    private const int MostAbove = 20;

    /// <param name="Slot">What is wanted.</param>
    /// <param name="OwnerId">The hold or booking that is to own it.</param>
    /// <param name="Replaces">The owner has time already and swaps it: its own claims are not in its way.</param>
    /// <param name="Choice">Which of the ways to serve it: 0 first, higher after collisions.</param>
    public sealed record Request(WantedSlot Slot, Guid OwnerId, bool Replaces, int Choice, Instant Now);

    public async Task<Outcome<SlotPlan>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await RunAsync(db, request, cancellationToken);
    }

    /// <param name="db">Where to look: in a write under way, what that has freed is free.</param>
    internal async Task<Outcome<SlotPlan>> RunAsync(PortalContext db, Request request, CancellationToken cancellationToken)
    {
        WantedSlot slot = request.Slot;
        LocalDate date = SiteTime.DateOf(slot.Start, CatalogFacts.ZoneOf(slot.Site));
        Guid? own = request.Replaces ? request.OwnerId : null;
        SlotFacts facts = await readFacts.RunAsync(
            db, new ReadSlotFacts.Request(slot.Catalog, slot.Site, slot.Service, date, date, request.Now, own, slot.Resource, slot.Start), cancellationToken);
        if (slot.DecidedResources is { } decided)
        {
            return await PlanAsync(db, request, facts, Decided(slot, facts, decided), cancellationToken);
        }

        SlotVerdict verdict = SlotSearch.Judge(facts, Question(request, date, date), slot.Start);
        return verdict switch
        {
            SlotVerdict.Offered offered => await PlanAsync(db, request, facts, offered, cancellationToken),
            SlotVerdict.Taken => await TakenAsync(request, cancellationToken),
            SlotVerdict.NotOffered no => new Refusal.NotOffered(no.Why.Reason, no.Why.Words),
            _ => throw new InvalidOperationException($"The search gave a verdict that is not known here: {verdict}."),
        };
    }

    /// <summary>The refusal for a time that is gone, with the nearest free ones.</summary>
    public async Task<Refusal> TakenAsync(Request request, CancellationToken cancellationToken)
    {
        var gone = new FindAlternatives.Request(request.Slot, request.Replaces ? request.OwnerId : null, request.Now);
        return new Refusal.SlotTaken(await findAlternatives.RunAsync(gone, cancellationToken));
    }

    /// <summary>Somebody with the right to do so has decided: the rules are not asked, and the claims alone can refuse.</summary>
    private static SlotVerdict.Offered Decided(WantedSlot slot, SlotFacts facts, IReadOnlyList<Guid> resources)
    {
        SlotTimes times = SlotTimes.Of(slot.Service, slot.Site, slot.Start);
        SessionState? session = facts.Sessions.FirstOrDefault(each => each.Start == slot.Start);
        return new SlotVerdict.Offered(times.Start, times.End, [new Assignment(resources)], slot.Seats, session?.Id);
    }

    private static SlotQuestion Question(Request request, LocalDate from, LocalDate to) =>
        new(request.Now, from, to, request.Slot.Resource, request.Slot.Seats, request.Replaces ? request.OwnerId : null);

    private async Task<Outcome<SlotPlan>> PlanAsync(
        PortalContext db, Request request, SlotFacts facts, SlotVerdict.Offered offered, CancellationToken cancellationToken)
    {
        WantedSlot slot = request.Slot;
        SlotTimes times = SlotTimes.Of(slot.Service, slot.Site, slot.Start);
        Guid? own = request.Replaces ? request.OwnerId : null;
        SlotPlan? plan = slot.Service.Kind == ServiceKind.Class
            ? await PlanSeatsAsync(db, request, facts, offered, times, cancellationToken)
            : await PlanResourcesAsync(db, request, offered.Choices[request.Choice % offered.Choices.Count], times, own, cancellationToken);
        return plan is null ? await TakenAsync(request, cancellationToken) : plan;
    }

    private static async Task<SlotPlan?> PlanResourcesAsync(
        PortalContext db, Request request, Assignment choice, SlotTimes times, Guid? own, CancellationToken cancellationToken)
    {
        WantedSlot slot = request.Slot;
        var taking = Taking.OfResources(
            slot.Catalog, slot.Site, slot.Service, times, request.OwnerId, choice.Resources, slot.Seats, isSession: false);
        List<ClaimedCell>? cells = await ChooseAsync(db, taking.Wishes, request, own, cancellationToken);
        return cells is null ? null : new SlotPlan(slot.Site, slot.Service, times, choice.Resources, taking, cells);
    }

    private static async Task<SlotPlan?> PlanSeatsAsync(
        PortalContext db, Request request, SlotFacts facts, SlotVerdict.Offered offered, SlotTimes times, CancellationToken cancellationToken)
    {
        WantedSlot slot = request.Slot;
        SessionPlan? begins = null;
        Session session;
        if (offered.Session is { } joined)
        {
            SessionState state = facts.Sessions.Single(each => each.Id == joined);
            session = Describe(slot, times, state.Id, state.SeatsTotal, state.ScheduledByStaff, state.ResourceIds);
        }
        else
        {
            Assignment choice = offered.Choices[request.Choice % offered.Choices.Count];
            session = Describe(slot, times, Guid.CreateVersion7(), slot.Service.Seats, isScheduled: false, choice.Resources);
            var takes = Taking.OfResources(slot.Catalog, slot.Site, slot.Service, times, session.Id, choice.Resources, 1, isSession: true);
            List<ClaimedCell>? own = await ChooseAsync(db, takes.Wishes, request, null, cancellationToken);
            if (own is null)
            {
                return null;
            }

            begins = new SessionPlan(session, takes, own);
        }

        var seats = Taking.OfSeats(slot.Site, slot.Service, times, request.OwnerId, session, slot.Seats);
        List<ClaimedCell>? cells = await ChooseAsync(db, seats.Wishes, request, request.Replaces ? request.OwnerId : null, cancellationToken);
        return cells is null
            ? null
            : new SlotPlan(slot.Site, slot.Service, times, session.Resources, seats, cells) { SessionId = session.Id, Begins = begins };
    }

    /// <summary>Units within the capacity; above it only where somebody overbooks on purpose and none is left.</summary>
    private static async Task<List<ClaimedCell>?> ChooseAsync(
        PortalContext db, IReadOnlyList<ClaimWish> wishes, Request request, Guid? own, CancellationToken cancellationToken)
    {
        List<ClaimedCell>? cells = await ChooseUnits.RunAsync(db, wishes, request.Now, mustRead: request.Slot.IsDecided, own, cancellationToken);
        return cells is not null || request.Slot.Overbooks is null
            ? cells
            : await ChooseUnits.RunAsync(
                db, [.. wishes.Select(wish => wish with { Capacity = wish.Capacity + MostAbove })], request.Now, mustRead: true, own, cancellationToken);
    }

    private static Session Describe(WantedSlot slot, SlotTimes times, Guid id, int seats, bool isScheduled, IReadOnlyList<Guid> resources) => new()
    {
        Id = id,
        ServiceId = slot.Service.Id,
        SiteId = slot.Site.Id,
        StartsAt = times.Start,
        EndsAt = times.End,
        Seats = seats,
        IsScheduled = isScheduled,
        Resources = resources,
    };
}
