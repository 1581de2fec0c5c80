using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>How far each reader of the event stream has come, and how much lies before it.</summary>
public sealed class ReadSubscribers(IDbContextFactory<PortalContext> contexts, IEnumerable<IEventSubscriber> subscribers)
{
    /// <param name="Behind">Events that it has not taken yet.</param>
    /// <param name="WaitsSince">When the first of them happened.</param>
    /// <param name="IsReplay">It was sent back and has not come to where it was.</param>
    /// <param name="Problem">Why it does not go on.</param>
    /// <param name="Finding">What it came upon that a person should see to.</param>
    public sealed record Item(string Name, long Position, long Behind, Instant? WaitsSince, bool IsReplay, Instant? ChangedAt, string? Problem, string? Finding);

    public async Task<IReadOnlyList<Item>> RunAsync(CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        long last = await db.EventStream.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
        Dictionary<string, EventSubscriber> rows = await db.EventSubscribers.AsNoTracking().ToDictionaryAsync(row => row.Name, StringComparer.Ordinal, cancellationToken);
        List<Item> items = [];
        foreach (IEventSubscriber subscriber in subscribers)
        {
            EventSubscriber row = rows.GetValueOrDefault(subscriber.Name) ?? new EventSubscriber { Name = subscriber.Name };
            Instant? since = row.Position < last ? await NextAtAsync(db, row.Position, cancellationToken) : null;
            items.Add(new Item(row.Name, row.Position, last - row.Position, since, row.Position < row.Furthest, row.ChangedAt, row.Problem, row.Finding));
        }

        return items;
    }

    /// <summary>The number of the first event that happened at this time or later; one past the last where there is none.</summary>
    public async Task<long> FirstSinceAsync(Instant since, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        long? first = await db.EventStream
            .Where(entry => db.BookingEvents.Any(happened => happened.Id == entry.EventId && happened.At >= since))
            .MinAsync(entry => (long?)entry.Sequence, cancellationToken);
        return first ?? (await db.EventStream.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0) + 1;
    }

    private static Task<Instant?> NextAtAsync(PortalContext db, long after, CancellationToken cancellationToken) => db.EventStream
        .Where(entry => entry.Sequence > after)
        .OrderBy(entry => entry.Sequence)
        .Take(1)
        .Join(db.BookingEvents, entry => entry.EventId, happened => happened.Id, (entry, happened) => (Instant?)happened.At)
        .SingleOrDefaultAsync(cancellationToken);
}

/// <summary>Lets a manager give a reader the events after a point again, with a reason and audited.</summary>
public sealed class ReplaySubscriber(IWriteQueue writes, OperatorDoor door, KeepPosition keepPosition, IEnumerable<IEventSubscriber> subscribers, IClock clock)
{
    /// <summary>As the audit calls it.</summary>
    public const string Act = "replay";

    /// <param name="From">The last event that it is not given again; 0 for all of them.</param>
    public sealed record Request(Guid AccountId, string Name, long From, string Reason);

    public async Task<Outcome<long>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        if (!(await door.RunAsync(request.AccountId, request.Reason, cancellationToken)).TryGet(out OperatorDoor.Pass? pass, out Refusal? refusal))
        {
            return refusal;
        }

        if (!subscribers.Any(each => each.Name == request.Name))
        {
            return new Refusal.NotFound("this reader");
        }

        return await writes.RunAsync<Outcome<long>>(
            async scope =>
            {
                if (await keepPosition.GoBackAsync(scope, request.Name, request.From) is not { } position)
                {
                    scope.Undo();
                    return new Refusal.Invalid("from", "It has read nothing from there on yet, so there is nothing to read again. Choose an earlier day or event.");
                }

                scope.Db.OperatorActs.Add(new OperatorAct
                {
                    At = clock.GetCurrentInstant(), By = pass.By, Act = Act, Reason = pass.Reason, Subject = $"{request.Name}, from event {position + 1}",
                });
                await scope.Db.SaveChangesAsync();
                return position;
            },
            cancellationToken);
    }
}
