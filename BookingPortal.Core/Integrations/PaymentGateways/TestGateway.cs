using BookingPortal.Core.Data;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Payments.Till;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Integrations.PaymentGateways;

/// <summary>A gateway that takes no money: its page lets the visitor choose what happens. The embedded default wherever the portal is tried out.</summary>
public sealed class TestGateway(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, GatewayOutage outage, IClock clock) : IPaymentGateway
{
    public const string GatewayName = "test";

    public string Name => GatewayName;

    /// <summary>The till's page; it stands beside the page that the visitor comes back to.</summary>
    public static string PageOf(Guid paymentId, string returnUrl) => new Uri(new Uri(returnUrl), $"/pay/test/{paymentId:D}").AbsoluteUri;

    public async Task<GatewayAnswer> StartAsync(Payment payment, CheckoutOrder order, CancellationToken cancellationToken)
    {
        if (IsDown(out GatewayAnswer? down))
        {
            return down;
        }

        string returnUrl = await writes.RunAsync(scope => OpenAsync(scope, payment, order), cancellationToken);
        return new GatewayAnswer.Started(TestCharge.ReferenceOf(payment.Id), PageOf(payment.Id, returnUrl));
    }

    public async Task<GatewayAnswer> ReadAsync(Payment payment, CancellationToken cancellationToken)
    {
        if (IsDown(out GatewayAnswer? down))
        {
            return down;
        }

        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        TestCharge? charge = await db.TestCharges.AsNoTracking().SingleOrDefaultAsync(each => each.Id == payment.Id, cancellationToken);
        return charge?.Answer(clock.GetCurrentInstant()) ?? new GatewayAnswer.Pending();
    }

    public async Task<GatewayAnswer> CloseAsync(Payment payment, CancellationToken cancellationToken) =>
        IsDown(out GatewayAnswer? down) ? down : await writes.RunAsync(scope => CloseAsync(scope, payment.Id), cancellationToken);

    public async Task<GatewayAnswer> RefundAsync(Payment payment, Refund refund, CancellationToken cancellationToken) =>
        IsDown(out GatewayAnswer? down) ? down : await writes.RunAsync(scope => GiveBackAsync(scope, payment.Id, refund), cancellationToken);

    private async Task<string> OpenAsync(WriteScope scope, Payment payment, CheckoutOrder order)
    {
        TestCharge? charge = await scope.Db.TestCharges.SingleOrDefaultAsync(each => each.Id == payment.Id);
        if (charge is null)
        {
            charge = new TestCharge
            {
                Id = payment.Id,
                Reference = order.Reference,
                Title = order.Title,
                Amount = payment.Amount,
                Currency = payment.Currency,
                ReturnUrl = order.ReturnUrl,
                CreatedAt = clock.GetCurrentInstant(),
            };
            scope.Db.TestCharges.Add(charge);
            await scope.Db.SaveChangesAsync();
        }

        return charge.ReturnUrl;
    }

    private async Task<GatewayAnswer> CloseAsync(WriteScope scope, Guid paymentId)
    {
        Instant now = clock.GetCurrentInstant();
        if (await scope.Db.TestCharges.SingleOrDefaultAsync(each => each.Id == paymentId) is not { } charge)
        {
            return new GatewayAnswer.Refused("No page was ever opened here.");
        }

        if (charge.Outcome == TestChargeOutcome.Open)
        {
            (charge.Outcome, charge.AnswersAt, charge.IsTold) = (TestChargeOutcome.Refused, now, true);
            charge.Version++;
            await scope.Db.SaveChangesAsync();
        }

        return charge.Answer(now);
    }

    private async Task<GatewayAnswer> GiveBackAsync(WriteScope scope, Guid paymentId, Refund refund)
    {
        TestCharge? charge = await scope.Db.TestCharges.SingleOrDefaultAsync(each => each.Id == paymentId);
        if (charge is null || charge.Answer(clock.GetCurrentInstant()) is not GatewayAnswer.Paid)
        {
            return new GatewayAnswer.Refused("Nothing was paid here, so nothing can go back.");
        }

        if (charge.Refunds.Any(earlier => earlier.Id == refund.Id))
        {
            return new GatewayAnswer.Refunded();
        }

        if (refund.Amount > charge.Amount - charge.Refunded)
        {
            return new GatewayAnswer.Refused("More would go back than was paid.");
        }

        charge.Refunds = [.. charge.Refunds, new TestRefund(refund.Id, refund.Amount)];
        charge.Version++;
        await scope.Db.SaveChangesAsync();
        return new GatewayAnswer.Refunded();
    }

    private bool IsDown([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GatewayAnswer? answer)
    {
        answer = outage.IsDown ? new GatewayAnswer.Unavailable("The test gateway is taken off the line.") : null;
        return answer is not null;
    }
}
