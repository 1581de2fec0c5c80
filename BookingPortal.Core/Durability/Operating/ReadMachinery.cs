using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Durability.Nodes;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>The processes of the portal and the outside systems, as they stand.</summary>
public sealed class ReadMachinery(IDbContextFactory<PortalContext> contexts, ReadGatewayHealth gateways, IEnumerable<IAlertReceiver> alertReceivers, IClock clock)
{
    /// <summary>Six beats missed: it is gone, not slow.</summary>
    private static readonly Duration DeadAfter = Duration.FromSeconds(30);

    /// <param name="IsAlive">Whether it was heard of lately.</param>
    public sealed record Worker(WorkerBeat Beat, bool IsAlive);

    /// <param name="State">The worst that any living process says.</param>
    /// <param name="RetryAt">When the next call is let through; null while all go through.</param>
    public sealed record OutsideSystem(string Name, CircuitState State, int Failures, Instant? Since, Instant? RetryAt, string? LastProblem, Instant? LastProblemAt);

    public async Task<IReadOnlyList<Worker>> WorkersAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<WorkerBeat> beats = await db.WorkerBeats.AsNoTracking().OrderByDescending(beat => beat.SeenAt).ToListAsync(cancellationToken);
        return [.. beats.Select(beat => new Worker(beat, now - beat.SeenAt <= DeadAfter))];
    }

    public async Task<IReadOnlyList<OutsideSystem>> SystemsAsync(CancellationToken cancellationToken = default)
    {
        Instant alive = clock.GetCurrentInstant() - DeadAfter;
        string[] hidden = [.. OwnWork.Kinds, .. alertReceivers.Any() ? Array.Empty<string>() : [NoticeEffects.Webhook]]; // what is not there does not answer
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Circuit> rows = await db.Circuits.AsNoTracking()
            .Where(row => !hidden.Contains(row.System))
            .Where(row => db.WorkerBeats.Any(beat => beat.Worker == row.Node && beat.SeenAt >= alive))
            .ToListAsync(cancellationToken);
        IEnumerable<OutsideSystem> outside = rows
            .GroupBy(row => row.System, StringComparer.Ordinal)
            .Select(group => group.OrderByDescending(row => row.State == CircuitState.Open).ThenByDescending(row => row.State == CircuitState.Probing).First())
            .Select(row => new OutsideSystem(row.System, row.State, row.Failures, row.ChangedAt, row.RetryAt, row.LastProblem, row.LastProblemAt));

        // The gateways of this process; they guard themselves, because a customer waits for their answer.
        IEnumerable<OutsideSystem> tills = gateways.Run().Select(health => new OutsideSystem(
            $"payments: {health.Gateway}", health.IsAnswering ? CircuitState.Closed : CircuitState.Open, 0, null, null, health.LastProblem, health.LastProblemAt));
        return [.. outside.Concat(tills).OrderBy(system => system.Name, StringComparer.Ordinal)];
    }
}
