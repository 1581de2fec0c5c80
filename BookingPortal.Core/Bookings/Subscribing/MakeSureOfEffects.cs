using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>
/// Makes sure that what each event owes is in the outbox. As a rule it is, since it was left in the commit of the change; what
/// a failing planner did not leave then, or somebody removed, is left now. An effect has the same name whenever it is planned,
/// so that one that went out, was replaced, given up or corrected is not left a second time.
/// </summary>
public sealed class MakeSureOfEffects(
    IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, PlanEffectsOf planEffectsOf, LeaveEffects leaveEffects, OutboxSettings settings, IClock clock)
    : IEventSubscriber
{
    /// <summary>As its position and the audit call it.</summary>
    public const string Reader = "notices";

    /// <summary>As the audit calls it.</summary>
    public const string Act = "leave-missing";

    public string Name => Reader;

    public async Task<TakeEvents> LookAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Instant now = clock.GetCurrentInstant();
        Instant from = await KnownSinceAsync(db, now, cancellationToken);
        List<ReadEvents.Item> events = [.. batch.Events.Where(each => each.Event.At >= from && each.Event.By != BookingEvent.ByFile)];
        Owed owed = await PlanAsync(db, events, now, cancellationToken);
        bool isAllThere = owed.Effects.Count == 0 || (await leaveEffects.MissingAsync(db, owed.Effects, cancellationToken)).Count == 0;
        return async scope =>
        {
            if (!isAllThere)
            {
                // Looked at again where nobody else writes: a booking that was changed meanwhile owes something else by now.
                owed = await PlanAsync(scope.Db, events, now, CancellationToken.None);
                int left = await leaveEffects.RunAsync(scope, await leaveEffects.MissingAsync(scope.Db, owed.Effects, CancellationToken.None), now);
                Note(scope.Db, batch, left, now);
            }

            return owed.Finding;
        };
    }

    /// <summary>What came to rest before this may be forgotten, so that nobody can say any more whether it went out.</summary>
    private async Task<Instant> KnownSinceAsync(PortalContext db, Instant now, CancellationToken cancellationToken)
    {
        Instant keptSince = now - Duration.FromDays(settings.KeepDays);
        Instant? forgotten = await db.OutboxHorizons.Select(each => (Instant?)each.ForgottenBefore).SingleOrDefaultAsync(cancellationToken);
        return Instant.Max(keptSince, forgotten ?? keptSince);
    }

    /// <summary>Of a booking's events the newest that has something to say owes it: what older ones owed is said better by it, and what only the desk sees hides nothing.</summary>
    private async Task<Owed> PlanAsync(PortalContext db, List<ReadEvents.Item> events, Instant now, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return new Owed([], null);
        }

        List<Guid> ids = [.. events.Select(each => each.Event.BookingId).Distinct()];
        Dictionary<Guid, Booking> bookings = await db.Bookings.AsNoTracking().Where(booking => ids.Contains(booking.Id)).ToDictionaryAsync(booking => booking.Id, cancellationToken);
        ILookup<Guid, BookingEvent> later = await LaterAsync(db, events, bookings, cancellationToken);
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        PlanEffectsOf.Planned Plan(BookingEvent happened)
        {
            Booking booking = bookings[happened.BookingId];
            return planEffectsOf.Run(booking, catalog.Service(booking.ServiceId), catalog.Site(booking.SiteId), happened);
        }

        List<PlannedEffect> effects = [];
        List<long> unplanned = [];
        string? why = null;
        foreach (ReadEvents.Item each in events.Where(each => !later[each.Event.BookingId].Any(newer => newer.Version > each.Event.Version && Plan(newer).Says)))
        {
            PlanEffectsOf.Planned planned = Plan(each.Event);
            effects.AddRange(planned.Effects.Where(effect => effect.PointlessAfter is null || effect.PointlessAfter > now));
            if (planned.Failure is { } failure)
            {
                unplanned.Add(each.Sequence);
                why ??= failure.Message;
            }
        }

        return new Owed(effects, unplanned.Count == 0
            ? null
            : new EventFinding(
                unplanned[0],
                $"The messages of {(unplanned.Count == 1 ? $"event {unplanned[0]}" : $"{unplanned.Count} events from {unplanned[0]} on")} could not be planned: {why} When that is mended, let the reader read again from there; only what is missing goes out."));
    }

    /// <summary>What happened to those bookings after their events here; for most of them nothing did.</summary>
    private static async Task<ILookup<Guid, BookingEvent>> LaterAsync(
        PortalContext db, List<ReadEvents.Item> events, Dictionary<Guid, Booking> bookings, CancellationToken cancellationToken)
    {
        List<Guid> changed = [.. events.Where(each => bookings[each.Event.BookingId].Version > each.Event.Version).Select(each => each.Event.BookingId).Distinct()];
        List<BookingEvent> all = changed.Count == 0
            ? []
            : await db.BookingEvents.AsNoTracking().Where(happened => changed.Contains(happened.BookingId) && happened.Version > 1).ToListAsync(cancellationToken);
        return all.ToLookup(happened => happened.BookingId);
    }

    private void Note(PortalContext db, EventBatch batch, int left, Instant now)
    {
        if (left > 0)
        {
            db.OperatorActs.Add(new OperatorAct
            {
                At = now,
                By = "job",
                Act = Act,
                Reason = left == 1 ? "One message was missing and has been left" : $"{left} messages were missing and have been left",
                Subject = $"{Name}, events {batch.First} to {batch.Last}",
            });
        }
    }

    private sealed record Owed(IReadOnlyList<PlannedEffect> Effects, EventFinding? Finding);
}
