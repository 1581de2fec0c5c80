using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Asks the gateway about payments whose webhook did not come, closes its page where one is not asked for any more, and looks after money that came too late.</summary>
public sealed class AskAboutPayments(
    IDbContextFactory<PortalContext> contexts, IWriteQueue writes, AskForPayment gateways, SettlePayment settlePayment, SettleLateMoney settleLateMoney, IClock clock)
{
    private const int AtOnce = 50;

    /// <summary>A webhook usually takes seconds; asking earlier would only double the traffic.</summary>
    private static readonly Duration Patience = Duration.FromMinutes(2);

    /// <summary>Nobody pays on a page that is a day old.</summary>
    internal static readonly Duration PageLives = Duration.FromHours(25);

    /// <summary>By then whoever sits before the page has paid or gone.</summary>
    private static readonly Duration Fresh = Duration.FromHours(1);

    /// <summary>A bank may take days to send what was paid on the page.</summary>
    private static readonly Duration GiveUpAfter = Duration.FromDays(14);

    /// <summary>Those in whom nobody waits any more are asked about less often.</summary>
    private static readonly Duration PauseBetweenOld = Duration.FromMinutes(10);

    /// <summary>Where the last run stopped: payments that stay undecided must not keep those behind them from being asked about.</summary>
    private Guid _lastAsked;

    /// <summary>The same among those that are no longer fresh.</summary>
    private Guid _lastOld;

    private Instant? _askedAboutOldAt;

    /// <returns>How many payments changed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Payment> waiting = await UndecidedAsync(db, now - Fresh, now - Patience, _lastAsked, cancellationToken);
        _lastAsked = waiting.Count == AtOnce ? waiting[^1].Id : Guid.Empty;
        if (_askedAboutOldAt is not { } asked || now - asked >= PauseBetweenOld)
        {
            List<Payment> old = await UndecidedAsync(db, now - GiveUpAfter, now - Fresh, _lastOld, cancellationToken);
            _lastOld = old.Count == AtOnce ? old[^1].Id : Guid.Empty;
            _askedAboutOldAt = now;
            waiting.AddRange(old);
        }

        Guid[] bookings = [.. waiting.Select(payment => payment.BookingId)];
        HashSet<Guid> mayComeBack = [.. await SettleLateMoney.MayComeBack(db, now).Where(booking => bookings.Contains(booking.Id)).Select(booking => booking.Id).ToListAsync(cancellationToken)];
        int changed = 0;
        foreach (Payment payment in waiting)
        {
            IPaymentGateway gateway = gateways.GatewayOf(payment);
            if (gateway is GatewayGone)
            {
                changed += await writes.RunAsync(scope => FlagAsync(scope, payment, now), cancellationToken) ? 1 : 0;
                continue;
            }

            GatewayAnswer answer = await gateway.ReadAsync(payment, cancellationToken);
            if (answer is GatewayAnswer.Pending && payment.State == PaymentState.Failed && !mayComeBack.Contains(payment.BookingId))
            {
                // Waived, cancelled, or paid on another page. Where a late payment may still bring the booking back, its page stays open.
                answer = await gateway.CloseAsync(payment, cancellationToken);
            }

            if (answer is GatewayAnswer.Paid || (answer is GatewayAnswer.Refused && payment.State == PaymentState.Pending))
            {
                await settlePayment.RunAsync(new SettlePayment.Request(payment.Id, answer), cancellationToken);
                changed++;
            }
        }

        return changed + await LookAfterLateMoneyAsync(db, cancellationToken);
    }

    private static Task<List<Payment>> UndecidedAsync(PortalContext db, Instant from, Instant to, Guid after, CancellationToken cancellationToken) => db.Payments.AsNoTracking()
        .Where(payment => (payment.State == PaymentState.Pending || payment.State == PaymentState.Failed) && payment.GatewayReference != null
            && payment.CreatedAt > from && payment.CreatedAt <= to && payment.Id > after)
        .OrderBy(payment => payment.Id)
        .Take(AtOnce)
        .ToListAsync(cancellationToken);

    /// <summary>Nobody can ask where that money is; a person has to look.</summary>
    private static async Task<bool> FlagAsync(WriteScope scope, Payment payment, Instant now)
    {
        if (payment.State != PaymentState.Pending || await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == payment.BookingId) is not { NeedsReview: false } saga)
        {
            return false;
        }

        SagaFlags.Review(saga, "paid", $"The payment began with the gateway {payment.Gateway}, with which this portal does not work any more. Look there whether it was paid.", now);
        await scope.Db.SaveChangesAsync();
        return true;
    }

    /// <summary>Should the process have died between "paid" and what follows from it.</summary>
    private async Task<int> LookAfterLateMoneyAsync(PortalContext db, CancellationToken cancellationToken)
    {
        List<Booking> late = await db.Bookings.AsNoTracking()
            .Where(booking => booking.Status == BookingStatus.Expired
                && db.Payments.Any(payment => payment.BookingId == booking.Id && payment.State == PaymentState.Paid
                    && !db.Refunds.Any(refund => refund.PaymentId == payment.Id)))
            .OrderBy(booking => booking.ChangedAt)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        foreach (Booking booking in late)
        {
            await settleLateMoney.RunAsync(booking, cancellationToken);
        }

        return late.Count;
    }
}
