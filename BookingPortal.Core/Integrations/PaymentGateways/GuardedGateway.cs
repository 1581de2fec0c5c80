using BookingPortal.Core.Payments;
using NodaTime;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace BookingPortal.Core.Integrations.PaymentGateways;

/// <summary>A gateway with a time limit and a circuit breaker of its own: one that is down costs nobody more than a moment.</summary>
public sealed class GuardedGateway : IPaymentGateway, IWatchedGateway
{
    private readonly IPaymentGateway _gateway;
    private readonly IClock _clock;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly ResiliencePipeline<GatewayAnswer> _pipeline;
    private volatile LastProblem? _last;

    public GuardedGateway(IPaymentGateway gateway, GuardSettings settings, IClock clock)
    {
        _gateway = gateway;
        _clock = clock;
        _pipeline = new ResiliencePipelineBuilder<GatewayAnswer> { TimeProvider = settings.Time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<GatewayAnswer>
            {
                ShouldHandle = new PredicateBuilder<GatewayAnswer>()
                    .HandleResult(static answer => answer is GatewayAnswer.Unavailable)
                    .Handle<TimeoutRejectedException>(),
                FailureRatio = settings.FailureRatio,
                MinimumThroughput = settings.FewestCalls,
                SamplingDuration = settings.Sampling,
                BreakDuration = settings.Break,
                StateProvider = _circuit,
            })
            .AddTimeout(settings.TimeLimit)
            .Build();
    }

    public string Name => _gateway.Name;

    public GatewayHealth Health =>
        new(Name, _circuit.CircuitState is CircuitState.Closed or CircuitState.HalfOpen, _last?.Words, _last?.At);

    public Task<GatewayAnswer> StartAsync(Payment payment, CheckoutOrder order, CancellationToken cancellationToken) =>
        AskAsync(token => _gateway.StartAsync(payment, order, token), cancellationToken);

    public Task<GatewayAnswer> ReadAsync(Payment payment, CancellationToken cancellationToken) =>
        AskAsync(token => _gateway.ReadAsync(payment, token), cancellationToken);

    public Task<GatewayAnswer> CloseAsync(Payment payment, CancellationToken cancellationToken) =>
        AskAsync(token => _gateway.CloseAsync(payment, token), cancellationToken);

    public Task<GatewayAnswer> RefundAsync(Payment payment, Refund refund, CancellationToken cancellationToken) =>
        AskAsync(token => _gateway.RefundAsync(payment, refund, token), cancellationToken);

    private async Task<GatewayAnswer> AskAsync(Func<CancellationToken, Task<GatewayAnswer>> call, CancellationToken cancellationToken)
    {
        try
        {
            GatewayAnswer answer = await _pipeline.ExecuteAsync(
                static async (ask, token) => await ask(token), call, cancellationToken);
            return answer is GatewayAnswer.Unavailable unavailable ? Note(unavailable) : answer;
        }
        catch (TimeoutRejectedException slow)
        {
            // It may have heard us all the same; the key under which we asked makes the next try safe.
            return Note(new GatewayAnswer.Unavailable($"The gateway did not answer within {slow.Timeout.TotalSeconds:0.#} s."));
        }
        catch (BrokenCircuitException)
        {
            return new GatewayAnswer.Unavailable($"The gateway kept failing, so it is left alone for a while. {_last?.Words}".TrimEnd());
        }
    }

    private GatewayAnswer.Unavailable Note(GatewayAnswer.Unavailable answer)
    {
        _last = new LastProblem(answer.Reason, _clock.GetCurrentInstant());
        return answer;
    }

    private sealed record LastProblem(string Words, Instant At);
}

/// <summary>When a gateway has taken too long, and when it is left alone.</summary>
public sealed record GuardSettings
{
    /// <summary>A customer waits for this answer, so it is shorter than what gateways' own libraries allow.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The share of failed calls at which the circuit opens.</summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>One failure at night says nothing yet.</summary>
    public int FewestCalls { get; init; } = 5;

    public TimeSpan Sampling { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long it is left alone before one call tries again.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>By which the rest is measured.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
