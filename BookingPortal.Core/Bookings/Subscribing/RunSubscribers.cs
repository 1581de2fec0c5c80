using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>Gives every subscriber the events that it has not had. Two nodes may try at once: the position they saw decides. One that fails holds up nobody else and is tried again.</summary>
public sealed partial class RunSubscribers(
    IEnumerable<IEventSubscriber> subscribers, IDbContextFactory<PortalContext> contexts, ReadEvents readEvents, KeepPosition keepPosition, ILogger<RunSubscribers> log)
{
    /// <returns>How many events were taken by all of them together; call again at once while it is not 0.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        int taken = 0;
        foreach (IEventSubscriber subscriber in subscribers)
        {
            taken += await GiveAsync(subscriber, cancellationToken);
        }

        return taken;
    }

    private async Task<int> GiveAsync(IEventSubscriber subscriber, CancellationToken cancellationToken)
    {
        EventSubscriber at = await PositionAsync(subscriber.Name, cancellationToken);
        IReadOnlyList<ReadEvents.Item> events = await readEvents.RunAsync(at.Position, ReadEvents.MostAtOnce, cancellationToken);
        bool isReplay = events.Count > 0 && events[0].Sequence <= at.Furthest;
        if (isReplay)
        {
            events = [.. events.Where(each => each.Sequence <= at.Furthest)]; // a batch is a replay as a whole or not at all
        }

        if (events.Count == 0)
        {
            return 0;
        }

        try
        {
            var batch = new EventBatch(at.Position, events, isReplay);
            TakeEvents take = await subscriber.LookAsync(batch, cancellationToken);
            return await keepPosition.RunAsync(subscriber.Name, batch, take, cancellationToken) ? events.Count : 0;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(log, subscriber.Name, at.Position, failure);
            await keepPosition.FailedAsync(subscriber.Name, at.Position, failure.Message, cancellationToken);
            return 0;
        }
    }

    private async Task<EventSubscriber> PositionAsync(string name, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.EventSubscribers.AsNoTracking().SingleOrDefaultAsync(each => each.Name == name, cancellationToken) ?? new EventSubscriber { Name = name };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The subscriber {Name} could not take the events after {Position}; it is tried again.")]
    private static partial void LogFailed(ILogger logger, string name, long position, Exception failure);
}

/// <summary>Moves a subscriber's position in the commit of what it did with the events.</summary>
public sealed class KeepPosition(IWriteQueue writes, RaiseAlert raiseAlert, IClock clock)
{
    private const int LongestWords = 500;

    /// <returns>False when another node was faster; then nothing was done.</returns>
    public Task<bool> RunAsync(string name, EventBatch batch, TakeEvents take, CancellationToken cancellationToken) => writes.RunAsync(
        async scope =>
        {
            EventSubscriber row = await RowAsync(scope.Db, name);
            if (row.Position != batch.After)
            {
                scope.Undo();
                return false;
            }

            Instant now = clock.GetCurrentInstant();
            bool wasInTrouble = row.Problem is not null;
            row.Position = batch.Last;
            row.Furthest = Math.Max(row.Furthest, row.Position);
            (row.ChangedAt, row.Problem) = (now, null);
            await scope.Db.SaveChangesAsync();
            if (await take(scope) is { } found)
            {
                if (row.Finding is null)
                {
                    (row.Finding, row.FindingFrom) = (Shorten(found.Words), found.Sequence);
                }

                await raiseAlert.RunAsync(scope, new RaiseAlert.Request(AlertCauses.Subscriber(name), found.Words), now);
            }

            await scope.Db.SaveChangesAsync();
            if (row.Finding is null && (wasInTrouble || (batch.IsReplay && row.Position >= row.Furthest)))
            {
                await RaiseAlert.ClearAsync(scope, AlertCauses.Subscriber(name), "job", now);
            }

            return true;
        },
        cancellationToken);

    public Task<bool> FailedAsync(string name, long position, string why, CancellationToken cancellationToken) => writes.RunAsync(
        async scope =>
        {
            Instant now = clock.GetCurrentInstant();
            EventSubscriber row = await RowAsync(scope.Db, name);
            if (row.Position != position)
            {
                scope.Undo(); // another node could take them meanwhile
                return false;
            }

            row.Problem = Shorten(why);
            row.ChangedAt = now;
            await scope.Db.SaveChangesAsync();
            return await raiseAlert.RunAsync(
                scope, new RaiseAlert.Request(AlertCauses.Subscriber(name), $"It stopped after event {position} and is tried again by itself: {why}"), now);
        },
        cancellationToken);

    /// <summary>Goes back to a point, so that the events after it are given again; what it found among them is looked for anew.</summary>
    /// <returns>Where it stands now; null where it has not come further than that, and nothing would be read again.</returns>
    public async Task<long?> GoBackAsync(WriteScope scope, string name, long from)
    {
        EventSubscriber row = await RowAsync(scope.Db, name);
        if (from >= row.Position)
        {
            return null;
        }

        row.Position = Math.Max(from, 0);
        row.ChangedAt = clock.GetCurrentInstant();
        if (row.FindingFrom > row.Position)
        {
            (row.Finding, row.FindingFrom) = (null, null);
        }

        await scope.Db.SaveChangesAsync();
        return row.Position;
    }

    private static string Shorten(string words) => words.Length > LongestWords ? words[..LongestWords] : words;

    private static async Task<EventSubscriber> RowAsync(PortalContext db, string name)
    {
        EventSubscriber? row = await db.EventSubscribers.SingleOrDefaultAsync(each => each.Name == name);
        if (row is null)
        {
            row = new EventSubscriber { Name = name };
            db.EventSubscribers.Add(row);
        }

        return row;
    }
}
