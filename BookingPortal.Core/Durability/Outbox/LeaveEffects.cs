using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>Leaves effects in the outbox inside the write that causes them: one insert for all, and what they replace is replaced in the same commit.</summary>
public sealed class LeaveEffects(EffectHandlers handlers, OutboxSignal signal, OutboxSettings settings)
{
    private static long _lastPosition;

    /// <summary>Whether anybody does this kind of effect.</summary>
    public bool CanDo(string kind) => handlers.ByKind.ContainsKey(kind);

    /// <returns>How many messages were written.</returns>
    public async Task<int> RunAsync(WriteScope scope, IEnumerable<PlannedEffect> planned, Instant now)
    {
        List<OutboxMessage> messages = [.. planned.Where(effect => CanDo(effect.Kind)).Select(effect => Describe(effect, now))];
        if (messages.Count == 0)
        {
            return 0;
        }

        if (planned.Any(effect => effect.Once is not null))
        {
            await ForgetKnownAsync(scope.Db, messages);
        }

        // What a booking's first version causes is the first of its topic, and looking for an older one would only cost time.
        HashSet<Guid> later = [.. planned.Where(effect => effect is { IsLater: true, Once: not null }).Select(IdOf)];
        foreach (OutboxMessage message in messages.Where(message => message.Topic is not null && (message.BookingVersion > 1 || later.Contains(message.Id))))
        {
            await SupersedeAsync(scope.Db, message, now);
        }

        await BulkInsert.RunAsync(scope.Db, messages);
        scope.AfterCommit(() => signal.Wake(messages.Select(message => message.Kind)));
        return messages.Count;
    }

    /// <summary>Those that nobody left yet and nobody did: neither a message nor a result is kept under their name.</summary>
    public async Task<IReadOnlyList<PlannedEffect>> MissingAsync(PortalContext db, IReadOnlyList<PlannedEffect> planned, CancellationToken cancellationToken = default)
    {
        ILookup<Guid, PlannedEffect> byId = planned.Where(effect => CanDo(effect.Kind)).ToLookup(IdOf);
        List<Guid> ids = [.. byId.Select(group => group.Key)];
        HashSet<Guid> left = [.. await db.OutboxMessages.Where(message => ids.Contains(message.Id)).Select(message => message.Id).ToListAsync(cancellationToken)];
        List<string> keys = [.. ids.Where(id => !left.Contains(id)).Select(id => KeepEffectResult.KeyOf(id))];
        HashSet<string> done = keys.Count == 0
            ? []
            : [.. await db.EffectResults.Where(result => keys.Contains(result.Key)).Select(result => result.Key).ToListAsync(cancellationToken)];
        return [.. byId.Where(group => !left.Contains(group.Key) && !done.Contains(KeepEffectResult.KeyOf(group.Key))).Select(group => group.First())];
    }

    /// <summary>Leaves what was tried already and failed for good: a dead letter from the start, with its one try.</summary>
    public async Task DeadAsync(WriteScope scope, PlannedEffect effect, string why, Instant now)
    {
        OutboxMessage message = Describe(effect, now);
        (message.Status, message.DueAt, message.EndedAt) = (OutboxStatus.Dead, null, now);
        (message.Attempts, message.FirstTriedAt, message.LastProblem) = (1, now, why);
        await BulkInsert.RowAsync(scope.Db, message);
        await BulkInsert.RowAsync(scope.Db, new DeliveryAttempt
        {
            MessageId = message.Id,
            Fence = 0,
            Kind = message.Kind,
            At = now,
            TookMilliseconds = 0,
            Worker = settings.Worker,
            Outcome = AttemptOutcome.Refused,
            Why = why,
        });
    }

    private static OutboxMessage Describe(PlannedEffect effect, Instant now) => new()
    {
        Id = IdOf(effect),
        Kind = effect.Kind,
        Destination = effect.Destination,
        BookingId = effect.BookingId,
        BookingVersion = effect.BookingVersion,
        Position = NextPosition(now),
        Topic = effect.Topic,
        Payload = effect.Payload,
        CreatedAt = now,
        DueAt = effect.DueAt ?? now,
        PointlessAfter = effect.PointlessAfter,
        TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? activity.Id
            : $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00",
    };

    /// <summary>A worker that is at it already is not stopped; the mark tells it not to try again.</summary>
    private static Task<int> SupersedeAsync(PortalContext db, OutboxMessage newer, Instant now) => db.OutboxMessages
        .Where(older => older.BookingId == newer.BookingId && older.Topic == newer.Topic && older.Destination == newer.Destination
            && older.Status == OutboxStatus.Waiting && older.BookingVersion <= newer.BookingVersion)
        .ExecuteUpdateAsync(set => set
            .SetProperty(older => older.Status, older => older.LeaseUntil > now ? OutboxStatus.Waiting : OutboxStatus.Superseded)
            .SetProperty(older => older.DueAt, older => older.LeaseUntil > now ? older.DueAt : null)
            .SetProperty(older => older.EndedAt, older => older.LeaseUntil > now ? null : now)
            .SetProperty(older => older.SupersededBy, newer.Id));

    private static async Task ForgetKnownAsync(PortalContext db, List<OutboxMessage> messages)
    {
        List<Guid> ids = [.. messages.Select(message => message.Id)];
        HashSet<Guid> known = [.. await db.OutboxMessages.Where(message => ids.Contains(message.Id)).Select(message => message.Id).ToListAsync()];
        messages.RemoveAll(message => !known.Add(message.Id));
    }

    private static Guid IdOf(PlannedEffect effect) => effect.Once is { } once ? IdOf(effect.Kind, once) : effect.Key ?? Guid.CreateVersion7();

    /// <summary>A version 8 GUID (RFC 9562, section 5.8), so that the primary key itself refuses the second one.</summary>
    private static Guid IdOf(string kind, string once)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{once}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>Microseconds that never repeat or go back within the process.</summary>
    private static long NextPosition(Instant now)
    {
        long wanted = now.ToUnixTimeTicks() / 10;
        while (true)
        {
            long last = Interlocked.Read(ref _lastPosition);
            long next = Math.Max(last + 1, wanted);
            if (Interlocked.CompareExchange(ref _lastPosition, next, last) == last)
            {
                return next;
            }
        }
    }
}
