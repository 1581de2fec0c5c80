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
    public sealed record Item(string Name, long Position, long Behind, Instant? ChangedAt, string? Problem);

    public async Task<IReadOnlyList<Item>> RunAsync(CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        long last = await db.EventStream.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
        Dictionary<string, EventSubscriber> rows = await db.EventSubscribers.AsNoTracking().ToDictionaryAsync(row => row.Name, StringComparer.Ordinal, cancellationToken);
        return [.. subscribers.Select(subscriber => rows.GetValueOrDefault(subscriber.Name) ?? new EventSubscriber { Name = subscriber.Name })
            .Select(row => new Item(row.Name, row.Position, last - row.Position, row.ChangedAt, row.Problem))];
    }
}

/// <summary>Lets a manager give a reader the events after a point again, with a reason and audited.</summary>
public sealed class ReplaySubscriber(IWriteQueue writes, OperatorDoor door, KeepPosition keepPosition, IClock clock)
{
    /// <param name="From">The last event that it is not given again; 0 for all of them.</param>
    public sealed record Request(Guid AccountId, string Name, long From, string Reason);

    public async Task<Outcome<long>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        if (!(await door.RunAsync(request.AccountId, request.Reason, cancellationToken)).TryGet(out OperatorDoor.Pass? pass, out Refusal? refusal))
        {
            return refusal;
        }

        return await writes.RunAsync(
            async scope =>
            {
                long position = await keepPosition.GoBackAsync(scope, request.Name, request.From);
                scope.Db.OperatorActs.Add(new OperatorAct
                {
                    At = clock.GetCurrentInstant(), By = pass.By, Act = "replay", Reason = pass.Reason, Subject = $"{request.Name} from {position}",
                });
                await scope.Db.SaveChangesAsync();
                return position;
            },
            cancellationToken);
    }
}
