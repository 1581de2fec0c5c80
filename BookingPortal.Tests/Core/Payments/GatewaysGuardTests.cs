using BookingPortal.Core.Integrations.PaymentGateways;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;

namespace BookingPortal.Tests.Core.Payments;

/// <summary>A gateway that is down is left alone, and asked again when it has had its rest.</summary>
public sealed class GatewaysGuardTests
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly HandTime _time = new();

    private static readonly Payment Payment = new()
    {
        BookingId = Guid.CreateVersion7(),
        Amount = 1500,
        Currency = "EUR",
        State = PaymentState.Pending,
        Gateway = "moody",
        CreatedAt = GuardHouse.Opening,
        ChangedAt = GuardHouse.Opening,
    };

    [Fact]
    public async Task A_gateway_that_keeps_failing_is_not_even_asked_until_it_has_rested()
    {
        var moody = new MoodyGateway { Answer = new GatewayAnswer.Unavailable("It is down.") };
        GuardedGateway guarded = Guard(moody);

        for (int i = 0; i < 10; i++)
        {
            Assert.IsType<GatewayAnswer.Unavailable>(await guarded.ReadAsync(Payment, CancellationToken.None));
        }

        Assert.Equal(3, moody.Asked);
        Assert.Equal(new GatewayHealth("moody", IsAnswering: false, "It is down.", GuardHouse.Opening), guarded.Health);

        moody.Answer = new GatewayAnswer.Pending();
        _time.Now += Rest - TimeSpan.FromSeconds(1);
        Assert.IsType<GatewayAnswer.Unavailable>(await guarded.ReadAsync(Payment, CancellationToken.None));
        _time.Now += TimeSpan.FromSeconds(1);
        Assert.IsType<GatewayAnswer.Pending>(await guarded.ReadAsync(Payment, CancellationToken.None));
        Assert.IsType<GatewayAnswer.Pending>(await guarded.ReadAsync(Payment, CancellationToken.None));
        Assert.Equal(5, moody.Asked);
        Assert.True(guarded.Health.IsAnswering);
    }

    [Fact]
    public async Task Refused_cards_are_no_failure_of_the_gateway()
    {
        var moody = new MoodyGateway { Answer = new GatewayAnswer.Refused("No money on it.") };
        GuardedGateway guarded = Guard(moody);

        for (int i = 0; i < 10; i++)
        {
            Assert.IsType<GatewayAnswer.Refused>(await guarded.ReadAsync(Payment, CancellationToken.None));
        }

        Assert.Equal(10, moody.Asked);
        Assert.True(guarded.Health.IsAnswering);
    }

    [Fact]
    public async Task A_visitor_who_leaves_is_no_failure_of_the_gateway()
    {
        GuardedGateway guarded = Guard(new MoodyGateway { Answer = new GatewayAnswer.Pending() });
        using var left = new CancellationTokenSource();
        await left.CancelAsync();

        for (int i = 0; i < 5; i++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => guarded.ReadAsync(Payment, left.Token));
        }

        Assert.True(guarded.Health.IsAnswering);
    }

    private GuardedGateway Guard(IPaymentGateway gateway) => new(
        gateway,
        new GuardSettings { FewestCalls = 3, Break = Rest, TimeLimit = TimeSpan.FromMinutes(1), Time = _time },
        new StandingClock { Now = GuardHouse.Opening });

    private sealed class HandTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = GuardHouse.Opening.ToDateTimeOffset();

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class MoodyGateway : IPaymentGateway
    {
        public required GatewayAnswer Answer { get; set; }

        public int Asked { get; private set; }

        public string Name => "moody";

        public Task<GatewayAnswer> StartAsync(Payment payment, CheckoutOrder order, CancellationToken cancellationToken) => Say(cancellationToken);

        public Task<GatewayAnswer> ReadAsync(Payment payment, CancellationToken cancellationToken) => Say(cancellationToken);

        public Task<GatewayAnswer> CloseAsync(Payment payment, CancellationToken cancellationToken) => Say(cancellationToken);

        public Task<GatewayAnswer> RefundAsync(Payment payment, Refund refund, CancellationToken cancellationToken) => Say(cancellationToken);

        private Task<GatewayAnswer> Say(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Asked++;
            return Task.FromResult(Answer);
        }
    }
}
