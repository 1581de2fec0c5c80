using System.Collections.Concurrent;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability;

/// <summary>
/// Lets a request with an idempotency key happen once. The answer's row is written in the commit of what was done; its
/// key refuses a second node that does the same at the same moment, and this node refuses its own second caller earlier.
/// </summary>
public sealed class IdempotentRequests(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, IClock clock)
{
    private readonly ConcurrentDictionary<Guid, bool> _underWay = new();

    /// <summary>What is known of a key when a request arrives with it.</summary>
    public abstract record Entry
    {
        private Entry()
        {
        }

        /// <summary>Nothing was done under this key yet: do it, and dispose the ticket whatever happens.</summary>
        public sealed record First(IdempotencyTicket Ticket) : Entry;

        /// <summary>It was done and answered.</summary>
        public sealed record Answered(IdempotentAnswer Answer) : Entry;

        /// <summary>It is being done at this moment.</summary>
        public sealed record InFlight : Entry;

        /// <summary>The key was used for something else.</summary>
        public sealed record Reused : Entry;
    }

    public async Task<Entry> EnterAsync(IdempotencyKey key, CancellationToken cancellationToken = default)
    {
        // First into the set, then the look at the database: the other way round, somebody could finish in between unseen.
        if (!_underWay.TryAdd(key.Id, true))
        {
            return new Entry.InFlight();
        }

        bool goesOn = false;
        try
        {
            IdempotentAnswer? before = await ReadAsync(key, cancellationToken);
            if (before is not null && before.ExpiresAt > clock.GetCurrentInstant())
            {
                return Judge(key, before);
            }

            goesOn = true;
            return new Entry.First(new IdempotencyTicket(this, key, before?.ExpiresAt));
        }
        finally
        {
            if (!goesOn)
            {
                Leave(key);
            }
        }
    }

    /// <summary>Another node may have done the same in the meantime; then its answer counts. Null when it has not.</summary>
    internal async Task<Entry?> BeatenByAsync(IdempotencyKey key, Exception failure, CancellationToken cancellationToken) =>
        DatabaseErrors.IsUniqueViolation(failure) && await ReadAsync(key, cancellationToken) is { } theirs ? Judge(key, theirs) : null;

    /// <summary>What another node has answered under this key since it was entered here; null when nothing.</summary>
    internal async Task<Entry?> AnsweredMeanwhileAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        await ReadAsync(key, cancellationToken) is { } theirs && theirs.ExpiresAt > clock.GetCurrentInstant() ? Judge(key, theirs) : null;

    /// <param name="until">Answers that end before this make room for this one; null when there are none.</param>
    internal async Task WriteAsync(WriteScope scope, IdempotencyKey key, int status, string body, Instant? until)
    {
        Instant now = clock.GetCurrentInstant();
        if (until is { } last)
        {
            await scope.Db.IdempotentAnswers.Where(answer => answer.Id == key.Id && answer.ExpiresAt <= last).ExecuteDeleteAsync();
        }

        await BulkInsert.RowAsync(scope.Db, new IdempotentAnswer
        {
            Id = key.Id,
            BodyHash = key.BodyHash,
            Status = status,
            Body = body,
            ExpiresAt = now + IdempotentAnswer.Life,
        });
    }

    internal Task<bool> WriteAloneAsync(IdempotencyKey key, int status, string body, Instant? until) =>
        writes.RunAsync(
            async scope =>
            {
                await WriteAsync(scope, key, status, body, until);
                return true;
            },
            CancellationToken.None);

    internal void Leave(IdempotencyKey key) => _underWay.TryRemove(key.Id, out _);

    private static Entry Judge(IdempotencyKey key, IdempotentAnswer before) =>
        before.BodyHash.AsSpan().SequenceEqual(key.BodyHash) ? new Entry.Answered(before) : new Entry.Reused();

    private async Task<IdempotentAnswer?> ReadAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<IdempotentAnswer> found = await HotStatements.AnswerUnder.ReadAsync(
            db,
            [key.Id],
            row => new IdempotentAnswer { Id = key.Id, BodyHash = row.Bytes(0), Status = row.Number(1), Body = row.Text(2), ExpiresAt = row.Instant(3) },
            cancellationToken);
        return found.SingleOrDefault();
    }
}

/// <summary>The right to do what one idempotency key stands for, and the duty to write down what was answered.</summary>
public sealed class IdempotencyTicket : IDisposable
{
    private readonly IdempotentRequests _requests;
    private readonly IdempotencyKey _key;
    private readonly Instant? _expired;

    /// <param name="expired">When the answer ended that still lies there; null when there is none.</param>
    internal IdempotencyTicket(IdempotentRequests requests, IdempotencyKey key, Instant? expired) =>
        (_requests, _key, _expired) = (requests, key, expired);

    /// <summary>What is to be done in the commit of the deed itself: to keep its answer.</summary>
    /// <param name="body">Writes the answer, without tokens.</param>
    public Func<WriteScope, T, Task> Keep<T>(int status, Func<T, string> body) =>
        (scope, done) => _requests.WriteAsync(scope, _key, status, body(done), _expired);

    /// <summary>Keeps a refusal, which left nothing else behind, in a commit of its own.</summary>
    public Task KeepRefusalAsync(int status, string body) => _requests.WriteAloneAsync(_key, status, body, _expired);

    /// <summary>Keeps the answer to what was done in several commits, each under a name of its own: after a crash in between, asking again does the rest.</summary>
    public Task KeepAfterwardsAsync(int status, string body) => _requests.WriteAloneAsync(_key, status, body, _expired);

    /// <summary>Keeps what became of it in the end, as when the money was refused after the time was taken.</summary>
    public Task KeepInsteadAsync(int status, string body) => _requests.WriteAloneAsync(_key, status, body, Instant.MaxValue);

    /// <summary>Whether this failure means that another node was first; what it answered then, else null.</summary>
    public Task<IdempotentRequests.Entry?> BeatenByAsync(Exception failure, CancellationToken cancellationToken = default) =>
        _requests.BeatenByAsync(_key, failure, cancellationToken);

    /// <summary>Before a refusal that is not kept: whether another node has done the same meanwhile, so that it is refused only because it is done; what it answered then, else null.</summary>
    public Task<IdempotentRequests.Entry?> AnsweredMeanwhileAsync(CancellationToken cancellationToken = default) =>
        _requests.AnsweredMeanwhileAsync(_key, cancellationToken);

    public void Dispose() => _requests.Leave(_key);
}
