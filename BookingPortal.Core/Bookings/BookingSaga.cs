using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>The way of a booking from a held slot to a confirmed visit, as a list of steps and how each is taken back.</summary>
public sealed class BookingSaga(AskForPayment askForPayment, LeaveMoneyEffects leaveMoneyEffects, SagaSettings settings)
{
    public const string PlanName = "booking";

    /// <summary>Gateways keep a page open for about a day; this leaves its customer more than the time to pay.</summary>
    private static readonly Duration PageIsFresh = Duration.FromHours(12);

    /// <summary>All versions that bookings may still be on; the newest last.</summary>
    public IReadOnlyList<SagaPlan<BookingUnderway>> Plans() =>
    [
        new(1,
        [
            new("hold") { Inside = AlreadyHeld, Undo = GiveBack },
            new(Approvals.Step) { Inside = AskForApproval, OnLimit = Approvals.TimeOutAsync, Undo = Approvals.CloseAsync, LeaveOut = AskNobody },
            new("payment") { Inside = OpenPayment, Undo = TakePaymentBack, LeaveOut = Waive },
            new("checkout") { Inside = NeedsCheckout, Outside = askForPayment.RunAsync, LeaveOut = Waive },
            new("paid") { Inside = AwaitMoney, LeaveOut = Waive },
            new("confirmation") { Inside = Confirm },
        ]),
    ];

    /// <summary>The claims stand beside the booking in the same commit; there is nothing left to do.</summary>
    private static Task<StepResult> AlreadyHeld(WriteScope scope, BookingUnderway underway, Instant now) => Task.FromResult(StepResult.Finished);

    private static async Task GiveBack(WriteScope scope, BookingUnderway underway, Instant now)
    {
        Booking booking = underway.Booking;
        if (!Lifecycle.HoldsClaims(booking.Status))
        {
            return;
        }

        string eventType = underway.EndsAs switch
        {
            BookingStatus.Declined => BookingEventTypes.Declined,
            BookingStatus.Cancelled => BookingEventTypes.Cancelled,
            _ => BookingEventTypes.Expired,
        };
        booking.FeeAmount = underway.Keep;
        await underway.StepToAsync(scope, underway.EndsAs, eventType, now);
        IEnumerable<Guid> stamps = booking.Resources.Select(resource => resource.ResourceId).Append(booking.ServiceId);
        await GiveTimeBack.RunAsync(scope, booking.Id, booking.SessionId, stamps, now);
    }

    private async Task<StepResult> AskForApproval(WriteScope scope, BookingUnderway underway, Instant now)
    {
        if (underway.IsMadeElsewhere || !(underway.Service.NeedsApproval || underway.MustBeAsked))
        {
            return StepResult.Finished;
        }

        if (underway.IsNew)
        {
            await underway.StepToAsync(scope, BookingStatus.PendingApproval, BookingEventTypes.Requested, now);
        }

        return new StepResult.Wait(await Approvals.AskAsync(scope, underway.Booking, underway.Service, turn: 1, now, settings));
    }

    private static Task AskNobody(WriteScope scope, BookingUnderway underway, Instant now) =>
        Approvals.WithdrawAsync(scope, underway.Booking.Id, underway.By, now);

    private async Task<StepResult> OpenPayment(WriteScope scope, BookingUnderway underway, Instant now)
    {
        Booking booking = underway.Booking;
        long due = PriceOf.Deposit(underway.Service, booking.Seats);
        if (due == 0 || booking.StoodAt is not null || underway.IsMadeElsewhere || askForPayment.Gateway is not { } gateway)
        {
            return StepResult.Finished; // what stood before it was moved has settled its money
        }

        List<Payment> payments = await scope.Db.Payments.Where(payment => payment.BookingId == booking.Id).ToListAsync();
        if (payments.Exists(Payment.IsMoney))
        {
            return StepResult.Finished;
        }

        if (!await HasOpenPaymentAsync(scope, payments, now))
        {
            scope.Db.Payments.Add(new Payment
            {
                BookingId = booking.Id,
                Amount = due,
                Currency = booking.Currency,
                State = PaymentState.Pending,
                Gateway = gateway,
                CreatedAt = now,
                ChangedAt = now,
            });
        }

        if (underway.IsNew || booking.Status != BookingStatus.PendingPayment)
        {
            await underway.StepToAsync(scope, BookingStatus.PendingPayment, BookingEventTypes.AwaitingPayment, now);
        }

        return StepResult.Finished;
    }

    /// <summary>
    /// One that was opened before the booking was moved and asked about again still does, unless its page would soon run out at the gateway.
    /// The payment's version rises, so that on every database a payment that is made at this moment and this yes see each other.
    /// </summary>
    private static async Task<bool> HasOpenPaymentAsync(WriteScope scope, List<Payment> payments, Instant now)
    {
        if (payments.Find(payment => payment.State is PaymentState.Pending or PaymentState.Authorised) is not { } open)
        {
            return false;
        }

        if (open.State == PaymentState.Authorised || open.CheckoutUrl is null || now - open.CreatedAt < PageIsFresh)
        {
            open.ChangedAt = now;
            open.Version++;
            await scope.Db.SaveChangesAsync();
            return true;
        }

        await Refunds.ReturnAsync(scope, open, keep: 0, "A new page to pay on takes its place.", now);
        return false;
    }

    private static Task Waive(WriteScope scope, BookingUnderway underway, Instant now) => Refunds.WaiveAsync(scope, underway.Booking.Id, now);

    private static async Task TakePaymentBack(WriteScope scope, BookingUnderway underway, Instant now)
    {
        foreach (Payment payment in await scope.Db.Payments.Where(each => each.BookingId == underway.Booking.Id).ToListAsync())
        {
            await Refunds.ReturnAsync(scope, payment, underway.Keep, underway.Reason ?? "The booking did not come about.", now);
        }
    }

    private static async Task<StepResult> NeedsCheckout(WriteScope scope, BookingUnderway underway, Instant now) =>
        MayCost(underway) && await scope.Db.Payments.AnyAsync(payment => payment.BookingId == underway.Booking.Id && payment.State == PaymentState.Pending && payment.CheckoutUrl == null)
            ? new StepResult.GoOutside()
            : StepResult.Finished;

    /// <summary>From here on the customer's time to pay runs, however long the gateway had let everybody wait.</summary>
    private async Task<StepResult> AwaitMoney(WriteScope scope, BookingUnderway underway, Instant now)
    {
        Payment? open = MayCost(underway)
            ? await scope.Db.Payments.FirstOrDefaultAsync(payment => payment.BookingId == underway.Booking.Id && payment.State == PaymentState.Pending)
            : null;
        if (open is null)
        {
            return StepResult.Finished;
        }

        await leaveMoneyEffects.RunAsync(scope, underway.Booking, new MoneyNews.CanBePaid(open, now));
        return new StepResult.Wait(now + Duration.FromMinutes(settings.PaymentMinutes));
    }

    /// <summary>Most bookings cost nothing in advance, and then no step needs to look for a payment.</summary>
    private static bool MayCost(BookingUnderway underway) => PriceOf.Deposit(underway.Service, underway.Booking.Seats) > 0;

    private static async Task<StepResult> Confirm(WriteScope scope, BookingUnderway underway, Instant now)
    {
        if (underway.IsNew || underway.Booking.Status != BookingStatus.Confirmed)
        {
            underway.Booking.StoodAt = null; // it stands where it is now
            await underway.StepToAsync(scope, BookingStatus.Confirmed, BookingEventTypes.Confirmed, now);
        }

        return StepResult.Finished;
    }
}

/// <summary>How long a booking may wait on its way.</summary>
/// <param name="ApprovalHours">For a person to approve it; never past its start.</param>
/// <param name="PaymentMinutes">For the customer to pay, once the gateway has given them a page.</param>
public sealed record SagaSettings(int ApprovalHours = 48, int PaymentMinutes = 30);
