using Microsoft.Extensions.DependencyInjection;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>The outbox's verbs and reads, which every node has, whether it delivers or only writes.</summary>
public static class OutboxRegistration
{
    public static IServiceCollection AddOutbox(this IServiceCollection services) => services
        .AddSingleton<OutboxSignal>()
        .AddSingleton(static provider => new EffectHandlers(provider.GetServices<IEffectHandler>))
        .AddSingleton<LeaveEffects>()
        .AddSingleton<KeepEffectResult>();
}
