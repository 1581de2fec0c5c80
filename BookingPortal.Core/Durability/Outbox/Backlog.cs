using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>How much waits, as it was measured a few seconds ago: cheap enough to be asked by every booking.</summary>
public sealed class Backlog(IDbContextFactory<PortalContext> contexts, OutboxSettings settings, IClock clock)
{
    private volatile IReadOnlyList<OfKind> _kinds = [];

    /// <param name="Waiting">Not delivered and not given up.</param>
    /// <param name="OldestDueAt">When the one that waits longest should have gone out, or will.</param>
    /// <param name="Tried">How many of those were tried before.</param>
    /// <param name="FirstTriedAt">When the one of them was tried first that fails for the longest; a long pause before its next try makes it no younger.</param>
    public sealed record OfKind(string Kind, int Waiting, Instant? OldestDueAt, int Tried, Instant? FirstTriedAt)
    {
        /// <summary>How late the latest is; nothing while all are on time.</summary>
        public Duration Lag(Instant now) => OldestDueAt is { } due && due < now ? now - due : Duration.Zero;

        /// <summary>For how long the first of those tried before has failed; nothing while there is none.</summary>
        public Duration FailingFor(Instant now) => FirstTriedAt is { } first && first < now ? now - first : Duration.Zero;
    }

    public IReadOnlyList<OfKind> Kinds => _kinds;

    public bool IsFull => settings.BacklogLimit > 0 && _kinds.Sum(kind => kind.Waiting) >= settings.BacklogLimit;

    /// <summary>
    /// New bookings wait while more effects are owed than the database should carry. Changes and cancellations of bookings that
    /// stand go on: refusing those would break a promise that was given.
    /// </summary>
    /// <exception cref="OverloadedException">Nothing was accepted; the caller may try again shortly.</exception>
    public void RefuseWhenFull()
    {
        if (IsFull)
        {
            throw new OverloadedException("Too many messages wait to be sent. Nothing was accepted; try again in a few minutes.");
        }
    }

    /// <summary>Measures anew. It reads an index of what waits, whose size does not depend on what was delivered.</summary>
    public async Task<IReadOnlyList<OfKind>> RunAsync(CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        _kinds = await db.OutboxMessages
            .Where(message => message.Status == OutboxStatus.Waiting)
            .GroupBy(message => message.Kind)
            .Select(group => new OfKind(group.Key, group.Count(), group.Min(message => message.DueAt), group.Count(message => message.FirstTriedAt != null), group.Min(message => message.FirstTriedAt)))
            .ToListAsync(cancellationToken);
        return _kinds;
    }

    /// <summary>For gauges: how late each kind is now.</summary>
    public IEnumerable<(string Kind, double Seconds)> Lags()
    {
        Instant now = clock.GetCurrentInstant();
        return _kinds.Select(kind => (kind.Kind, kind.Lag(now).TotalSeconds));
    }
}
