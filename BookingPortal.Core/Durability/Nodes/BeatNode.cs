using System.Reflection;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Nodes;

/// <summary>Says that this process lives, how its circuits stand, and raises the alert when one opens: one write for all of it.</summary>
public sealed class BeatNode(IWriteQueue writes, CircuitBoard circuits, RaiseAlert raiseAlert, EffectHandlers handlers, OutboxSettings settings, IClock clock)
{
    private static readonly Duration ForgetAfter = Duration.FromDays(1);

    /// <summary>A beat comes every few seconds; a busy database may hold up a few.</summary>
    private static readonly Duration AliveFor = Duration.FromMinutes(1);

    private readonly Instant _startedAt = clock.GetCurrentInstant();
    private readonly Dictionary<string, CircuitState> _told = new(StringComparer.Ordinal);

    /// <param name="delivers">False on a node that only serves pages.</param>
    public async Task RunAsync(bool delivers, int inFlight, CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        List<string> probes = await writes.RunAsync(scope => WriteAsync(scope, delivers, inFlight, now), cancellationToken);
        foreach (string system in probes)
        {
            circuits.Of(system).ProbeNow(now);
        }
    }

    private async Task<List<string>> WriteAsync(WriteScope scope, bool delivers, int inFlight, Instant now)
    {
        string kinds = delivers ? string.Join(',', handlers.ByKind.Keys.Order(StringComparer.Ordinal)) : "";
        string version = typeof(BeatNode).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        WorkerBeat? beat = await scope.Db.WorkerBeats.SingleOrDefaultAsync(each => each.Worker == settings.Worker);
        if (beat is null)
        {
            beat = new WorkerBeat { Worker = settings.Worker, StartedAt = _startedAt, SeenAt = now, Kinds = kinds, Version = version };
            scope.Db.WorkerBeats.Add(beat);
            await ForgetAsync(scope.Db, now - ForgetAfter);
        }

        (beat.SeenAt, beat.InFlight, beat.Kinds) = (now, inFlight, kinds);
        List<string> probes = await WriteCircuitsAsync(scope, now);
        await scope.Db.SaveChangesAsync();
        return probes;
    }

    /// <returns>The systems that a person wants probed.</returns>
    private async Task<List<string>> WriteCircuitsAsync(WriteScope scope, Instant now)
    {
        List<string> probes = [];
        CircuitView[] views = [.. circuits.Views];
        if (views.Length == 0)
        {
            return probes;
        }

        Dictionary<string, Circuit> rows = await scope.Db.Circuits.Where(row => row.Node == settings.Worker).ToDictionaryAsync(row => row.System, StringComparer.Ordinal);
        foreach (CircuitView view in views)
        {
            if (!rows.TryGetValue(view.System, out Circuit? row))
            {
                row = new Circuit { System = view.System, Node = settings.Worker, State = view.State };
                scope.Db.Circuits.Add(row);
            }

            if (row.ProbeAskedAt is not null)
            {
                probes.Add(view.System);
                row.ProbeAskedAt = null;
            }

            (row.State, row.Failures, row.RetryAt) = (view.State, view.Failures, view.RetryAt);
            row.ChangedAt = view.ChangedAt == Instant.MinValue ? null : view.ChangedAt;
            (row.LastProblem, row.LastProblemAt) = (view.LastProblem is { Length: > 500 } words ? words[..500] : view.LastProblem, view.LastProblemAt);
        }

        await scope.Db.SaveChangesAsync();
        foreach (CircuitView view in views)
        {
            await TellAsync(scope, view, now);
        }

        return probes;
    }

    private async Task TellAsync(WriteScope scope, CircuitView view, Instant now)
    {
        string cause = AlertCauses.Circuit(view.System);
        CircuitState before = _told.GetValueOrDefault(view.System); // Closed
        if (view.State == CircuitState.Open && before == CircuitState.Closed)
        {
            await raiseAlert.RunAsync(scope, new RaiseAlert.Request(cause, view.LastProblem ?? "It kept failing."), now);
        }
        else if (view is { State: CircuitState.Closed, Failures: 0 } && await scope.Db.Alerts.AnyAsync(alert => alert.Cause == cause && alert.ClearedAt == null)
            && !await IsOpenElsewhereAsync(scope.Db, view.System, now))
        {
            // At every beat, not only when it closes: the process that raised it may have died, and another may have held it open until now.
            await RaiseAlert.ClearAsync(scope, cause, "job", now);
        }

        scope.AfterCommit(() => _told[view.System] = view.State);
    }

    /// <summary>In a process that lives; one that died with an open circuit does not speak for the system any more.</summary>
    private Task<bool> IsOpenElsewhereAsync(PortalContext db, string system, Instant now)
    {
        Instant since = now - AliveFor;
        return db.Circuits.AnyAsync(row => row.System == system && row.State != CircuitState.Closed && row.Node != settings.Worker
            && db.WorkerBeats.Any(beat => beat.Worker == row.Node && beat.SeenAt >= since));
    }

    /// <summary>Processes that ended long ago, with their circuits.</summary>
    private static async Task ForgetAsync(PortalContext db, Instant before)
    {
        await db.Circuits.Where(row => db.WorkerBeats.Any(beat => beat.Worker == row.Node && beat.SeenAt < before)).ExecuteDeleteAsync();
        await db.WorkerBeats.Where(beat => beat.SeenAt < before).ExecuteDeleteAsync();
    }
}
