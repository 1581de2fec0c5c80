using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Time;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>Asks the gateway for the page on which a booking is paid. Safe to repeat: the payment's id is the key on both sides.</summary>
/// <param name="gateways">None: everything is paid at the desk.</param>
public sealed class AskForPayment(
    IEnumerable<IPaymentGateway> gateways,
    IDbContextFactory<PortalContext> contexts,
    IWriteQueue writes,
    ReadCatalog readCatalog,
    PortalLinks links,
    IClock clock)
{
    private readonly IPaymentGateway[] _gateways = [.. gateways];

    /// <summary>The gateway that new payments go through; null when everything is paid at the desk.</summary>
    public string? Gateway => _gateways.Length > 0 ? _gateways[0].Name : null;

    /// <summary>The gateway that a payment began with, or a <see cref="GatewayGone"/> in its place: one old payment never stops the others.</summary>
    public IPaymentGateway GatewayOf(Payment payment) =>
        Array.Find(_gateways, gateway => gateway.Name == payment.Gateway) ?? new GatewayGone(payment.Gateway);

    public async Task<StepResult> RunAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Payment? payment = await db.Payments.AsNoTracking().SingleOrDefaultAsync(
            each => each.BookingId == bookingId && each.State == PaymentState.Pending && each.CheckoutUrl == null, cancellationToken);
        if (payment is null)
        {
            return StepResult.Finished;
        }

        Booking booking = await db.Bookings.AsNoTracking().SingleAsync(each => each.Id == bookingId, cancellationToken);
        CheckoutOrder order = await DescribeAsync(booking, cancellationToken);
        return await GatewayOf(payment).StartAsync(payment, order, cancellationToken) switch
        {
            GatewayAnswer.Started started => await KeepAsync(payment.Id, started, cancellationToken),
            GatewayAnswer.Paid or GatewayAnswer.Pending => StepResult.Finished,
            GatewayAnswer.Refused refused => new StepResult.Refused(refused.Reason),
            GatewayAnswer.Unavailable unavailable => new StepResult.Retry(unavailable.Reason),
            var other => throw new InvalidOperationException($"A gateway cannot answer {other} to the start of a payment."),
        };
    }

    private Task<StepResult> KeepAsync(Guid paymentId, GatewayAnswer.Started started, CancellationToken cancellationToken) => writes.RunAsync(
        async scope =>
        {
            Payment payment = await scope.Db.Payments.SingleAsync(each => each.Id == paymentId, cancellationToken);
            if (payment.CheckoutUrl is not null)
            {
                return StepResult.Finished; // a worker thought dead was slower than we; the page it got is the one that the customer may have open
            }

            payment.GatewayReference = started.GatewayReference;
            payment.CheckoutUrl = started.CheckoutUrl;
            payment.ChangedAt = clock.GetCurrentInstant();
            payment.Version++;
            await scope.Db.SaveChangesAsync(cancellationToken);
            return StepResult.Finished;
        },
        cancellationToken);

    private async Task<CheckoutOrder> DescribeAsync(Booking booking, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Site site = catalog.Site(booking.SiteId);
        string when = SiteTime.Print(booking.StartsAt, Availability.CatalogFacts.ZoneOf(site));
        return new CheckoutOrder(
            booking.Reference, $"{catalog.Service(booking.ServiceId).Name}, {site.Name}, {when}", booking.Customer.Email, links.Booking(booking));
    }
}
