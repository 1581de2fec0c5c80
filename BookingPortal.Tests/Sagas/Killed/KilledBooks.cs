using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Payments.Till;
using BookingPortal.Tests.Core.Guard;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Sagas.Killed;

/// <summary>The books of a portal that was killed, read beside the running one: its bookings, its money, and the till's own list of charges.</summary>
internal sealed class KilledBooks : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly Uri _address;
    private readonly StandingClock _clock = new();
    private readonly ServiceProvider _services;

    // One provider for a whole life of the portal: making EF's services anew for every look took more of the processor than the portal did.
    public KilledBooks(string folder, Uri address)
    {
        _address = address;
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IClock>(_clock)
            .AddPortalDatabase(DatabaseSettings.SqliteFile(Path.Combine(folder, "portal.db")))
            .AddSingleton<CheckPortal>()
            .BuildServiceProvider();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Waits until the portal by itself has finished what its last life began, and all books agree.</summary>
    public async Task MustComeToRestAsync(PayingCustomers customers, Instant now)
    {
        using var limit = new CancellationTokenSource(Patience);
        string? unfinished = "nothing was read";
        while (!limit.IsCancellationRequested)
        {
            Picture picture = await ReadAsync();
            unfinished = picture.Unfinished(customers, now);
            if (unfinished is null)
            {
                return;
            }

            await Task.Delay(200);
        }

        Assert.Fail($"Still half done at {_address} after {Patience.TotalSeconds} s: {unfinished}");
    }

    /// <summary>All that must be true whatever happened.</summary>
    /// <returns>How things stand, for whoever reads the test's output.</returns>
    public async Task<string> MustHoldAsync(PayingCustomers customers, Func<Instant> now)
    {
        Picture picture = await ReadAsync();
        HashSet<string> known = [.. picture.Bookings.Select(booking => booking.Reference)];
        Assert.DoesNotContain(customers.Answered.Keys, reference => !known.Contains(reference));

        // Everybody who heard nothing has asked again by now, so what stands here and was told nobody came about by itself.
        Assert.DoesNotContain(known, reference => !customers.Answered.ContainsKey(reference));
        _clock.Now = now();
        CheckPortal.Report report = await _services.GetRequiredService<CheckPortal>().RunAsync();
        Assert.Equal([], report.Findings.Where(finding => !finding.IsWarning).Select(finding => finding.ToString()));
        return string.Join(", ", picture.Bookings.CountBy(booking => booking.Status).OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}"))
            + $"; {picture.Refunds.Count} refunds, {customers.Decided.Count} charges decided";
    }

    private async Task<Picture> ReadAsync()
    {
        await using PortalContext db = await _services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        await using ReadSnapshot snapshot = await ReadSnapshot.BeginAsync(db, CancellationToken.None);
        return new Picture(
            await db.Bookings.AsNoTracking().ToListAsync(),
            (await db.Sagas.AsNoTracking().ToListAsync()).ToDictionary(saga => saga.Id),
            (await db.Payments.AsNoTracking().ToListAsync()).ToLookup(payment => payment.BookingId),
            await db.Refunds.AsNoTracking().ToListAsync(),
            (await db.TestCharges.AsNoTracking().ToListAsync()).ToDictionary(charge => charge.Id),
            [.. (await db.OutboxMessages.AsNoTracking().Where(message => message.Kind == NoticeEffects.Mail).ToListAsync())
                .Select(message => (message.BookingId, NoticePayload.Read(message.Payload)?.Kind))]);
    }

    /// <summary>Everything as of one moment.</summary>
    private sealed record Picture(
        List<Booking> Bookings, Dictionary<Guid, Saga> Sagas, ILookup<Guid, Payment> Payments, List<Refund> Refunds, Dictionary<Guid, TestCharge> Charges,
        List<(Guid? Booking, NoticeKind? Kind)> Mails)
    {
        /// <summary>What a restarted portal still has to finish by itself, in words; null when it is at rest.</summary>
        public string? Unfinished(PayingCustomers customers, Instant now)
        {
            foreach (Booking booking in Bookings)
            {
                Saga saga = Sagas[booking.Id];
                Payment? payment = Payments[booking.Id].SingleOrDefault();
                if (booking.Status == BookingStatus.PendingPayment && payment?.CheckoutUrl is null)
                {
                    return $"{booking.Reference} waits for money and nobody can pay it";
                }

                if (saga.DueAt <= now || saga.Status is SagaStatus.Running or SagaStatus.Undoing)
                {
                    return $"{booking.Reference} has a saga that is {saga.Status} at step {saga.Step}, due at {saga.DueAt}";
                }

                if (payment is not null && Charges.TryGetValue(payment.Id, out TestCharge? charge) && charge.AnswersAt <= now && !charge.IsTold)
                {
                    return $"the till has not told of the charge for {booking.Reference}";
                }

                if (booking.Status == BookingStatus.Expired && payment is { State: PaymentState.Paid } && Refunds.TrueForAll(refund => refund.BookingId != booking.Id))
                {
                    return $"{booking.Reference} was paid late, and neither stands nor is refunded";
                }
            }

            return Refunds.Find(refund => refund.State == RefundState.Pending) is { } waiting
                ? $"a refund of {waiting.Amount} is not sent"
                : Bookings.Select(Contradiction).FirstOrDefault(words => words is not null) ?? Contradiction(customers);
        }

        /// <summary>One booking, its payment and the till's books must tell the same story; the words for it where they do not.</summary>
        private string? Contradiction(Booking booking)
        {
            if (Payments[booking.Id].Count() != 1)
            {
                return $"{booking.Reference} has {Payments[booking.Id].Count()} payments";
            }

            Payment payment = Payments[booking.Id].Single();
            TestCharge? charge = Charges.GetValueOrDefault(payment.Id);
            long kept = charge is { Outcome: TestChargeOutcome.Paid, IsTold: true } ? charge.Amount - charge.Refunded : 0;
            bool isRight = booking.Status switch
            {
                BookingStatus.Confirmed => payment.State == PaymentState.Paid && kept == payment.Amount,
                BookingStatus.PendingPayment => payment.State == PaymentState.Pending && kept == 0,
                BookingStatus.Expired => payment.State is PaymentState.Failed or PaymentState.Refunded && kept == 0,
                _ => false,
            };
            return isRight
                ? Untold(booking, payment)
                : $"{booking.Reference} is {booking.Status}, its payment {payment.State}, and the till kept {kept} of {payment.Amount}";
        }

        /// <summary>The message about money is left in the commit in which it moved, so there is one for each, no more and no less.</summary>
        private string? Untold(Booking booking, Payment payment)
        {
            int receipts = Mails.Count(mail => mail == (booking.Id, NoticeKind.Receipt));
            int notes = Mails.Count(mail => mail == (booking.Id, NoticeKind.Refund));
            int sent = Refunds.Count(refund => refund.BookingId == booking.Id && refund.State == RefundState.Done);
            return receipts == (Payment.IsMoney(payment) ? 1 : 0) && notes == sent
                ? null
                : $"{booking.Reference} has a payment that is {payment.State} and {sent} refunds, and its customer gets {receipts} receipts and {notes} notes of refunds";
        }

        /// <summary>A customer saw that it was paid, so the portal must know it.</summary>
        private string? Contradiction(PayingCustomers customers)
        {
            foreach ((Guid paymentId, string choice) in customers.Decided)
            {
                if (choice == "pay" && Charges.GetValueOrDefault(paymentId) is not { Outcome: TestChargeOutcome.Paid, IsTold: true })
                {
                    return $"payment {paymentId} was paid before the customer's eyes, and the portal has not heard of it";
                }
            }

            return null;
        }
    }
}
