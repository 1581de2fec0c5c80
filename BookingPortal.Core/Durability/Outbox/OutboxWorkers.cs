using BookingPortal.Core.Durability.Circuits;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>This process' workers: a pump for every kind of effect that it can do. As many processes as there are compete for the same messages.</summary>
public sealed class OutboxWorkers(
    EffectHandlers handlers, WorkerActs acts, OutboxSignal signal, CircuitBoard circuits, WorkerTools tools) : BackgroundService
{
    private IReadOnlyList<OutboxPump> _pumps = [];

    /// <summary>Messages that this process has taken and not finished.</summary>
    public int InFlight => _pumps.Sum(pump => pump.InFlight);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the portal's start does not wait for the first look
        ILogger log = tools.Logs.CreateLogger<OutboxWorkers>();
        var shared = new OutboxPumpTools(signal, circuits, tools.Clock);
        _pumps = [.. handlers.ByKind.Values.Select(handler => new OutboxPump(handler, acts, shared, tools.Settings, log))];
        await Task.WhenAll(_pumps.Select(pump => pump.RunAsync(stoppingToken)));
    }
}

/// <summary>What a worker needs besides its acts.</summary>
public sealed record WorkerTools(OutboxSettings Settings, IClock Clock, ILoggerFactory Logs);
