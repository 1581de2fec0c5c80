using System.Diagnostics.Metrics;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Durability.Nodes;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Reporting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>The outbox's verbs and reads, which every node has, and its workers, which only nodes with background work have.</summary>
public static class OutboxRegistration
{
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.TryAddSingleton(static _ => new OutboxSettings());
        return services
            .AddOperating()
            .AddSingleton<OutboxSignal>()
            .AddSingleton(static provider => new EffectHandlers(provider.GetServices<IEffectHandler>))
            .AddSingleton<Backlog>()
            .AddSingleton<CircuitBoard>()
            .AddSingleton<LeaveEffects>()
            .AddSingleton<KeepEffectResult>()
            .AddSingleton<RaiseAlert>()
            .AddSingleton<LeaveDeadLetter>()
            .AddSingleton<ReadAlerts>()
            .AddSingleton<TakeMessages>()
            .AddSingleton<TryMessage>()
            .AddSingleton<KeepOutcomes>()
            .AddSingleton<RenewLeases>()
            .AddSingleton<WorkerActs>()
            .AddSingleton<WorkOutbox>()
            .AddSingleton<ForgetDelivered>()
            .AddSingleton<BeatNode>()
            .AddSingleton<OperatorDoor>()
            .AddSingleton<ActOnMessages>()
            .AddSingleton<ActOnMachinery>()
            .AddSingleton<ReadBacklog>()
            .AddSingleton<ReadQueueDay>()
            .AddSingleton<ReadDeadLetters>()
            .AddSingleton<ReadMessage>()
            .AddSingleton<ReadMachinery>();
    }

    /// <summary>Delivers in this process.</summary>
    public static IServiceCollection AddOutboxWorkers(this IServiceCollection services) => services
        .AddSingleton(static provider => new WorkerTools(
            provider.GetRequiredService<OutboxSettings>(), provider.GetRequiredService<IClock>(), provider.GetRequiredService<ILoggerFactory>()))
        .AddSingleton<OutboxWorkers>()
        .AddHostedService(static provider => provider.GetRequiredService<OutboxWorkers>());

    /// <summary>Says now and then that this process lives, and measures what waits; on every node that serves.</summary>
    public static IServiceCollection AddNodePulse(this IServiceCollection services) => services.AddHostedService(static provider =>
    {
        Backlog backlog = provider.GetRequiredService<Backlog>();
        CircuitBoard circuits = provider.GetRequiredService<CircuitBoard>();
        PortalMeter.Watch(new PortalMeter.Gauges(
            () => backlog.Kinds.Select(kind => new Measurement<long>(kind.Waiting, Tag("kind", kind.Kind))),
            () => backlog.Lags().Select(lag => new Measurement<double>(lag.Seconds, Tag("kind", lag.Kind))),
            () => circuits.Views.Select(view => new Measurement<int>(Level(view.State), Tag("system", view.System)))));
        return ActivatorUtilities.CreateInstance<NodePulse>(provider);
    });

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static int Level(CircuitState state) => state switch
    {
        CircuitState.Closed => 0,
        CircuitState.Probing => 1,
        _ => 2,
    };
}
