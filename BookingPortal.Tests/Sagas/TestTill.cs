using BookingPortal.Core.Payments;

namespace BookingPortal.Tests.Sagas;

/// <summary>The one port that saga tests stand in for: a gateway that answers as it is told and counts what it was asked.</summary>
internal sealed class TestTill : IPaymentGateway
{
    private readonly Dictionary<Guid, int> _refunds = [];

    public string Name => "till";

    public Func<GatewayAnswer> OnStart { get; set; } = () => new GatewayAnswer.Started("session-1", "https://till.example/1");

    public Func<GatewayAnswer> OnRefund { get; set; } = () => new GatewayAnswer.Refunded();

    /// <summary>For a gateway that takes its time.</summary>
    public Func<Task> BeforeStart { get; set; } = () => Task.CompletedTask;

    public Func<Payment, GatewayAnswer> OnRead { get; set; } = _ => new GatewayAnswer.Pending();

    /// <summary>Payments whose page was closed.</summary>
    public HashSet<Guid> Closed { get; } = [];

    public int Starts { get; private set; }

    /// <summary>Money sent back by refund id; a repeated key counts once, as at any gateway.</summary>
    public long RefundedTotal { get; private set; }

    public async Task<GatewayAnswer> StartAsync(Payment payment, CheckoutOrder order, CancellationToken cancellationToken)
    {
        Starts++;
        await BeforeStart();
        return OnStart();
    }

    public Task<GatewayAnswer> ReadAsync(Payment payment, CancellationToken cancellationToken) =>
        Task.FromResult(OnRead(payment));

    public Task<GatewayAnswer> CloseAsync(Payment payment, CancellationToken cancellationToken)
    {
        Closed.Add(payment.Id);
        return Task.FromResult<GatewayAnswer>(new GatewayAnswer.Refused("closed"));
    }

    public Task<GatewayAnswer> RefundAsync(Payment payment, Refund refund, CancellationToken cancellationToken)
    {
        GatewayAnswer answer = OnRefund();
        if (answer is GatewayAnswer.Refunded && _refunds.TryAdd(refund.Id, 1))
        {
            RefundedTotal += refund.Amount;
        }

        return Task.FromResult(answer);
    }
}
